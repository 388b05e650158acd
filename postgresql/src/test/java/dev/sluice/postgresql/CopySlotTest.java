package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The slot that is made with the snapshot of tables which join others, and goes with it. */
final class CopySlotTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("joining", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void follow() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)");
        jobs.catchUp(JOB);
    }

    /** A run that is gone may hold it until the server notices; the copy is tried again. */
    @Test
    void thatAnotherSessionHoldsIsTriedAgainAndNoDefect() throws SQLException {
        DATABASES.source().execute("SELECT pg_create_logical_replication_slot('di_copy_joining', 'pgoutput')");
        try (ChangeSource source = jobs.source(JOB)) {
            List<SourceTable> tables = source.tables();

            SyncException refused =
                    catchThrowableOfType(SyncException.class, () -> source.snapshot(tables, nobody -> {}));

            assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
            assertThat(refused.code().retryable()).isTrue();
            assertThat(refused).hasMessageContaining("another session takes one");
            assertThat(refused.hint()).get().asString().contains("slot_name = 'di_copy_joining'");
        } finally {
            DATABASES.source().execute("SELECT pg_drop_replication_slot('di_copy_joining')");
        }
    }

    @Test
    void goesWithTheSnapshot() throws SQLException {
        Lsn before = Lsn.parse(Objects.requireNonNull(DATABASES.source().value("SELECT pg_current_wal_lsn()")));
        try (ChangeSource source = jobs.source(JOB)) {
            try (TableSnapshot snapshot = source.snapshot(source.tables(), nobody -> {})) {
                assertThat(snapshot.position().isBefore(before)).isFalse();
            }
            source.snapshot(source.tables(), nobody -> {}).close();
        }
    }
}
