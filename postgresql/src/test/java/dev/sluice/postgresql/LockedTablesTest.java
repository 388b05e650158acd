package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.Progress;
import dev.sluice.connector.SourceStatus.Slot;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A table that somebody wants for himself, and waits for until our copy lets it go. Who follows changes does not wait for him:
 * a copy that begins waits for who follows, and no server sees such a circle.
 */
@Timeout(60)
final class LockedTablesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("locked", "t");
    private static final TableName TABLE = new TableName("public", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void copy() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id serial PRIMARY KEY, v text DEFAULT 'v')");
        jobs.catchUp(JOB);
    }

    private record Followed(Map<TableName, String> definitions) implements ChangeFilter {
        @Override
        public boolean wants(TableName table, Lsn position) {
            return true;
        }
    }

    @Test
    void isFollowed() throws SQLException {
        try (ChangeSource source = jobs.source(JOB);
                Connection other = DATABASES.source().connect();
                Statement statement = other.createStatement()) {
            String definition = source.definition(TABLE).text();
            Lsn kept = source.status().slot().flatMap(Slot::confirmed).orElseThrow();
            DATABASES.source().execute("INSERT INTO t DEFAULT VALUES");
            statement.execute("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");

            assertThat(source.compare(new Progress(Optional.of(kept), Map.of(TABLE, kept), Map.of(TABLE, definition)))
                            .added())
                    .isEmpty();
            try (ChangeStream stream = source.follow(kept, new Followed(Map.of(TABLE, definition)))) {
                readAll(stream);
            }
            statement.execute("COMMIT");
        }
    }

    @Test
    void isDescribedAsTheStreamAsksForIt() throws SQLException {
        long oid = Long.parseLong(Objects.requireNonNull(DATABASES.source().value("SELECT 't'::regclass::oid")));
        try (Connection asking = DATABASES.source().connect();
                Connection other = DATABASES.source().connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");

            assertThat(new Definitions(new PgSession(asking, Side.SOURCE)).find(oid))
                    .isPresent();
        }
    }

    /** What it is cannot be asked without its lock; the next attempt asks once more. */
    @ParameterizedTest
    @CsvSource({"computed, ALTER TABLE computed ADD n int; INSERT INTO computed VALUES (1)", "part, TRUNCATE part"})
    void isNotWaitedForWithoutEnd(String locked, String statements) throws SQLException {
        Since.assume(Since.GENERATED_COLUMNS);
        RealtimeJob job = RealtimeJobs.with(
                "locked_asked",
                "computed|whole",
                "{\"RuntimeSettings\": [{\"Name\": \"sluice.ddl.capture\", \"Value\": \"catalogue\"}]}");
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE computed (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)",
                        "CREATE TABLE whole (id int PRIMARY KEY) PARTITION BY LIST (id)",
                        "CREATE TABLE part PARTITION OF whole FOR VALUES IN (1)",
                        "CREATE TABLE other PARTITION OF whole FOR VALUES IN (2)");
        jobs.catchUp(job);
        DATABASES.source().execute(statements.split("; "));
        try (ChangeSource source = jobs.source(job);
                ChangeSink sink = jobs.sink(job);
                Connection other = DATABASES.source().connect();
                Statement statement = other.createStatement()) {
            Progress progress = sink.progress();
            statement.execute("BEGIN; LOCK TABLE " + locked + " IN ACCESS EXCLUSIVE MODE");

            try (ChangeStream stream =
                    source.follow(progress.position().orElseThrow(), new Followed(progress.definitions()))) {
                assertThatThrownBy(() -> readAll(stream))
                        .isInstanceOfSatisfying(
                                SyncException.class,
                                error -> assertThat(error.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
            }
        }
        jobs.catchUp(job);
    }

    private static void readAll(ChangeStream stream) {
        ChangeBatch batch = new ChangeBatch(0);
        while (batch.changes() == 0) {
            stream.fetch(batch);
        }
    }

    /** The copy lets its own locks go then, and is tried again. */
    @Test
    void isComparedWithWhatItWasInVain() throws Exception {
        try (ChangeSource source = jobs.source(JOB);
                Connection other = DATABASES.source().connect();
                Statement statement = other.createStatement()) {
            List<SourceTable> tables = source.tables();
            String definition = source.definition(TABLE).text();
            source.retain(tables, nobody -> {}).close();
            FutureTask<Boolean> waiting =
                    new FutureTask<>(() -> statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE"));
            try (TableSnapshot snapshot = source.snapshot(tables, nobody -> {})) {
                statement.execute("BEGIN");
                new Thread(waiting, "waits for the table").start();
                Gate.awaitLockWaits(DATABASES.source(), 1);

                assertThatThrownBy(() -> snapshot.since(TABLE, definition))
                        .isInstanceOfSatisfying(
                                SyncException.class,
                                error -> assertThat(error.code().retryable()).isTrue());
            }
            waiting.get();
        }
    }
}
