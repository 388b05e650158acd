package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.ChangeStream.Fetched;
import dev.sluice.connector.Progress;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A column that gets the name of another one, which went or was renamed: the destination never takes one for the other. */
final class ReusedNamesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    /** So many rows that the source sends them before it is committed. */
    private static final String LARGE = "BEGIN; ALTER TABLE t DROP c; ALTER TABLE t ADD c text;"
            + " INSERT INTO t SELECT i, repeat('a', 500), 'new' FROM generate_series(101, 20100) i";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job("auto");

    @BeforeEach
    void makeTable() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, a text, c text)",
                        "INSERT INTO t SELECT i, 'a' || i, 'c' || i FROM generate_series(1, 10) i");
    }

    /** A job that follows what becomes of columns. */
    private static RealtimeJob job(String capture) {
        return job(capture, "Normal", "Normal", "Normal");
    }

    private static RealtimeJob job(String capture, String add, String drop, String rename) {
        return RealtimeJobs.with("reused", "t.*", """
                {"RuntimeSettings": [{"Name": "sluice.ddl.capture", "Value": "%s"}],
                 "DdlHandlingSettings": [{"Type": "AddColumn", "Action": "%s"}, {"Type": "DropColumn", "Action": "%s"},
                     {"Type": "RenameColumn", "Action": "%s"}, {"Type": "ModifyColumn", "Action": "Normal"}]}
                """.formatted(capture, add, drop, rename));
    }

    private void follow(String... statements) throws SQLException {
        jobs.catchUp(job);
        DATABASES.source().execute(statements);
        jobs.catchUp(job);
    }

    private void assertFollowed(String capture, String... statements) throws SQLException {
        job = job(capture);
        follow(statements);
        assertSame();
    }

    private static void assertSame() throws SQLException {
        DATABASES.assertSame("(SELECT to_jsonb(t) FROM t)");
    }

    private static String atDestination(String column) throws SQLException {
        return String.valueOf(DATABASES
                .destination()
                .value("SELECT string_agg(" + column + ", ',' ORDER BY id) FROM t WHERE id < 4"));
    }

    private void assertRefused(String... named) {
        assertThatThrownBy(() -> jobs.catchUp(job))
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.DDL_REFUSED))
                .hasMessageContainingAll(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aColumnGoesAndComesAgain(String capture) throws SQLException {
        assertFollowed(
                capture, "ALTER TABLE t DROP c", "ALTER TABLE t ADD c text", "INSERT INTO t VALUES (11, 'a', 'new')");
    }

    /** As in sessions that apply changes of other servers, or load a dump. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aColumnGoesAndComesAgainWhereTriggersRest(String capture) throws SQLException {
        assertFollowed(
                capture,
                "SET session_replication_role = replica",
                "ALTER TABLE t DROP c",
                "ALTER TABLE t ADD c text",
                "INSERT INTO t VALUES (11, 'a', 'new')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aColumnGoesAndComesAgainWithADefaultInOneTransaction(String capture) throws SQLException {
        assertFollowed(capture, """
                BEGIN; INSERT INTO t VALUES (11, 'before', 'old'); ALTER TABLE t DROP c;
                ALTER TABLE t ADD c text NOT NULL DEFAULT 'x'; UPDATE t SET a = 'after' WHERE id = 2;
                INSERT INTO t VALUES (12, 'after', 'new'); COMMIT""");
    }

    /** When the first of these is read, the catalogue shows what became of all. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void rowsBeforeAColumnGoesAndComesAgain(String capture) throws SQLException {
        assertFollowed(
                capture,
                "ALTER TABLE t ADD e int",
                "INSERT INTO t VALUES (11, 'before', 'old', 1)",
                "ALTER TABLE t DROP c",
                "ALTER TABLE t ADD c text",
                "INSERT INTO t VALUES (12, 'after', 2, 'new')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void rowsBeforeNamesAreSwapped(String capture) throws SQLException {
        assertFollowed(
                capture,
                "ALTER TABLE t ADD e int",
                "INSERT INTO t VALUES (11, 'was a', 'was c', 1)",
                "BEGIN; ALTER TABLE t RENAME a TO x; ALTER TABLE t RENAME c TO a; ALTER TABLE t RENAME x TO c; COMMIT",
                "INSERT INTO t VALUES (12, 'c', 'a', 2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aComputedColumnGoesAndComesAgain(String capture) throws SQLException {
        Since.assume(Since.GENERATED_COLUMNS);
        DATABASES.source().execute("ALTER TABLE t ADD g int GENERATED ALWAYS AS (id * 2) STORED");

        assertFollowed(
                capture,
                "ALTER TABLE t DROP g, ADD g int GENERATED ALWAYS AS (id * 3) STORED",
                "INSERT INTO t VALUES (11, 'a', 'c')");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, Alert, text",
        "auto, Ignore, int",
        "catalogue, Alert, text",
        "catalogue, Ignore, int",
    })
    void theJobStopsWhereADroppedColumnThatStaysHasTheName(String capture, String drop, String type)
            throws SQLException {
        job = job(capture, "Normal", drop, "Normal");
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t DROP c",
                        "INSERT INTO t VALUES (11, 'a')",
                        "ALTER TABLE t ADD c " + type,
                        "INSERT INTO t VALUES (12, 'a', '12')");

        assertRefused("ADD COLUMN c", "DROP COLUMN c");

        assertThat(atDestination("c")).isEqualTo("c1,c2,c3");
        job = job(capture);
        jobs.catchUp(job);
        assertSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aColumnThatIsLeftOutDoesNotTouchADroppedOneOfItsName(String capture) throws SQLException {
        job = job(capture, "Ignore", "Ignore", "Normal");

        follow(
                "ALTER TABLE t DROP c",
                "ALTER TABLE t ADD c text DEFAULT 'x'",
                "INSERT INTO t VALUES (11, 'a', 'new')",
                "UPDATE t SET c = 'changed'");

        assertThat(atDestination("c")).isEqualTo("c1,c2,c3");
        assertThat(DATABASES.destination().value("SELECT concat(a, c) FROM t WHERE id = 11"))
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"auto, Alert", "catalogue, Ignore"})
    void theJobStopsWhereARenamedColumnThatStaysHasTheName(String capture, String rename) throws SQLException {
        job = job(capture, "Normal", "Normal", rename);
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t RENAME c TO d",
                        "INSERT INTO t VALUES (11, 'a', 'd')",
                        "ALTER TABLE t ADD c text",
                        "INSERT INTO t VALUES (12, 'a', 'd', 'c')");

        assertRefused("ADD COLUMN c", "RENAME COLUMN c TO d");

        assertThat(atDestination("c")).isEqualTo("c1,c2,c3");
        job = job(capture);
        jobs.catchUp(job);
        assertSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aColumnThatWasLeftOutAndIsNotAnyMoreHasTheValuesOfTheSource(String capture) throws SQLException {
        job = job(capture, "Ignore", "Ignore", "Normal");
        follow("ALTER TABLE t ADD d int DEFAULT 5", "INSERT INTO t VALUES (11, 'a', 'c', 11)");

        assertFollowed(capture, "ALTER TABLE t ADD e int", "INSERT INTO t VALUES (12, 'a', 'c', 12, 1)");
    }

    private void followLargeTransactions() throws SQLException {
        Since.assume(Since.STREAMED_TRANSACTIONS);
        DATABASES
                .source()
                .execute("ALTER DATABASE " + DATABASES.source().name() + " SET logical_decoding_work_mem = '64kB'");
        job = job("catalogue");
        jobs.catchUp(job);
    }

    /** Before it is committed the catalogue shows nothing of it. */
    @Test
    void aColumnGoesAndComesAgainInALargeTransactionThatIsInProgress() throws SQLException {
        followLargeTransactions();
        try (Connection program = DATABASES.source().connect();
                Statement statement = program.createStatement();
                ChangeSource source = jobs.source(job);
                ChangeStream stream = followInProgress(source)) {
            statement.execute(LARGE);
            ChangeBatch batch = new ChangeBatch(0);
            Fetched fetched = stream.fetch(batch);
            while (fetched.whole() && !fetched.rolledBack()) {
                fetched = stream.fetch(batch);
            }
            statement.execute("COMMIT");

            assertThat(redefinitions(stream, source.now())).singleElement().matches(Redefinition::anew);
        }
    }

    /** It comes in progress all the same, and the catalogue shows all of it. */
    @Test
    void aColumnGoesAndComesAgainInALargeTransactionThatIsOver() throws SQLException {
        followLargeTransactions();
        DATABASES.source().execute(LARGE + "; COMMIT");
        try (ChangeSource source = jobs.source(job);
                ChangeStream stream = followInProgress(source)) {
            assertThat(redefinitions(stream, source.now())).singleElement().matches(Redefinition::anew);
        }

        jobs.catchUp(job);

        assertSame();
    }

    /** Returns those that come before a position and are not rolled back. */
    private static List<Redefinition> redefinitions(ChangeStream stream, Lsn end) {
        List<Redefinition> seen = new ArrayList<>();
        Lsn position = Lsn.NONE;
        while (position.isBefore(end)) {
            ChangeBatch batch = new ChangeBatch(0);
            position = stream.fetch(batch).position();
            seen.addAll(batch.redefinitions());
        }
        return seen;
    }

    private ChangeStream followInProgress(ChangeSource source) {
        try (ChangeSink sink = jobs.sink(job)) {
            Progress progress = sink.progress();
            return source.follow(progress.position().orElseThrow(), new ChangeFilter() {
                @Override
                public boolean wants(TableName table, Lsn position) {
                    return true;
                }

                @Override
                public boolean acceptsInProgress() {
                    return true;
                }

                @Override
                public Map<TableName, String> definitions() {
                    return progress.followed();
                }
            });
        }
    }
}
