package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.batch.RunStatus;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.RunPlan;
import dev.sluice.testkit.TableChecksum;
import dev.sluice.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * Somebody wants a table for himself while it has its first copy: he waits for the copy, and the copy may wait for him by
 * another session, a deadlock that no server sees. The copy gives way and comes again. For whom it
 * only waits itself, it goes on waiting.
 */
@Timeout(60)
final class CopyBesideWaitersTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.with(
            "waiters", "t.*", "{\"RuntimeSettings\": [{\"Name\": \"runtime.offline.concurrent\", \"Value\": \"1\"}]}");

    private static final RealtimeJob COPY_ALONE = RealtimeJobs.full("alone", "t.*");

    private static final String SLOT_WAITS = waits("CREATE_REPLICATION_SLOT");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @BeforeEach
    void makeTables() throws SQLException {
        for (String table : new String[] {"t1", "t2"}) {
            DATABASES.onBoth("CREATE TABLE " + table + " (id int PRIMARY KEY)");
            DATABASES.source().execute("INSERT INTO " + table + " SELECT generate_series(1, 100)");
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static void await(TestDatabase database, String condition) throws SQLException {
        boolean met = false;
        while (!met) {
            met = isMet(database, condition);
        }
    }

    private static boolean isMet(TestDatabase database, String condition) throws SQLException {
        return "t".equals(database.value("SELECT " + condition + " FROM pg_sleep(0.02)"));
    }

    private static String waits(String query) {
        return "EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                + " AND query LIKE '" + query + "%')";
    }

    private void assertEqual() throws SQLException {
        for (String table : new String[] {"t1", "t2"}) {
            try (Connection left = DATABASES.source().connect();
                    Connection right = DATABASES.destination().connect()) {
                assertThat(TableChecksum.of(right, table)).isEqualTo(TableChecksum.of(left, table));
            }
        }
    }

    @Test
    void aTableIsEmptiedThatWaitsForItsCopy() throws Exception {
        TestDatabase source = DATABASES.source();
        try (Connection locker = DATABASES.destination().connect();
                Statement lock = locker.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE t1 IN EXCLUSIVE MODE");
            Future<?> run = threads.submit(() -> jobs.catchUp(JOB));
            await(DATABASES.destination(), waits("COPY"));
            Future<?> emptied = threads.submit(() -> {
                source.execute("DELETE FROM t2 WHERE id > 50", "TRUNCATE t2", "INSERT INTO t2 VALUES (7)");
                return null;
            });
            await(source, waits("TRUNCATE"));
            lock.execute("ROLLBACK");

            emptied.get();
            run.get();
        }
        jobs.catchUp(JOB);
        assertEqual();
    }

    @Test
    void theSessionsAreEndedThatKeepTheSnapshot() throws Exception {
        try (Connection locker = DATABASES.destination().connect();
                Statement lock = locker.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE t1 IN EXCLUSIVE MODE");
            Future<?> run = threads.submit(() -> jobs.catchUp(JOB));
            await(DATABASES.destination(), waits("COPY"));
            DATABASES
                    .source()
                    .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND state = 'idle in transaction'");
            lock.execute("ROLLBACK");

            run.get();
        }
        assertEqual();
    }

    @Test
    void aTransactionThatTheSlotWaitsForEmptiesATable() throws Exception {
        TestDatabase source = DATABASES.source();
        try (Connection writer = source.connect();
                Statement write = writer.createStatement()) {
            write.execute("BEGIN; INSERT INTO t1 VALUES (101)");
            Future<?> run = threads.submit(() -> jobs.catchUp(JOB));
            await(source, waits("CREATE_REPLICATION_SLOT"));

            write.execute("TRUNCATE t2; COMMIT");

            run.get();
        }
        jobs.catchUp(JOB);
        assertEqual();
    }

    static List<RealtimeJob> both() {
        return List.of(JOB, COPY_ALONE);
    }

    /** A table that somebody has for himself cannot be published either. */
    private static void publish(TestDatabase source, RealtimeJob job) throws SQLException {
        source.execute("CREATE PUBLICATION " + job.identity().publication() + " FOR TABLE t1, t2");
    }

    /** Somebody has the last table for himself for long, and the other one is wanted meanwhile. */
    @ParameterizedTest
    @MethodSource("both")
    void aTableIsEmptiedWhileAnotherOneCannotBeLocked(RealtimeJob job) throws Exception {
        TestDatabase source = DATABASES.source();
        publish(source, job);
        try (Connection locker = source.connect();
                Statement lock = locker.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE t2 IN ACCESS EXCLUSIVE MODE");
            int process = locker.unwrap(PGConnection.class).getBackendPID();
            Future<?> run = threads.submit(() -> jobs.catchUp(job));
            await(source, waits("%LOCK TABLE"));

            Future<?> emptied = threads.submit(() -> {
                source.execute("TRUNCATE t1");
                return null;
            });
            emptied.get();
            while (jobs.warnings().isEmpty()) {
                await(source, waits("%LOCK TABLE"));
            }
            lock.execute("ROLLBACK");
            run.get();

            assertThat(jobs.warnings()).first().asString().contains("that process " + process + " holds: user ");
        }
        assertEqual();
    }

    @Test
    void aRunIsStoppedThatCannotLockATable() throws Exception {
        publish(DATABASES.source(), JOB);
        try (Connection locker = DATABASES.source().connect();
                Statement lock = locker.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE t2 IN ACCESS EXCLUSIVE MODE");
            RealtimeRun run = jobs.run(JOB, RunPlan.Until.CAUGHT_UP);
            Future<RealtimeReport> report = threads.submit(run::run);
            await(DATABASES.source(), waits("%LOCK TABLE"));

            run.stop();

            assertThat(report.get().outcome()).isEqualTo(RunStatus.STOPPED);
            lock.execute("ROLLBACK");
        }
    }

    private static int begin(Connection writer, int id) throws SQLException {
        writer.setAutoCommit(false);
        try (Statement write = writer.createStatement()) {
            write.execute("INSERT INTO t1 VALUES (" + id + ")");
        }
        return writer.unwrap(PGConnection.class).getBackendPID();
    }

    /** One is always open, for longer than anybody wants to wait, and each of them ends. */
    @Test
    void transactionsFollowOneAnotherWithoutAPause() throws Exception {
        TestDatabase source = DATABASES.source();
        try (Connection one = source.connect();
                Connection other = source.connect()) {
            Connection older = one;
            Connection newer = other;
            int process = begin(older, 101);
            Future<?> run = threads.submit(() -> jobs.catchUp(JOB));
            while (jobs.warnings().isEmpty()) {
                await(source, SLOT_WAITS);
            }
            for (int id = 102; !run.isDone(); id++) {
                begin(newer, id);
                older.commit();
                Connection next = older;
                older = newer;
                newer = next;
                while (!run.isDone() && !isMet(source, SLOT_WAITS)) {
                    Thread.onSpinWait();
                }
            }
            older.commit();
            run.get();

            assertThat(jobs.warnings()).first().asString().contains("that process " + process + " holds: user ");
        }
        jobs.catchUp(JOB);
        assertEqual();
    }

    private static int maker(TestDatabase source) throws SQLException {
        return Integer.parseInt(
                source.value("SELECT active_pid FROM pg_replication_slots WHERE slot_name = 'di_slot_waiters'"));
    }

    /** Waits until another process makes the slot, ends the transaction that both wait for, and then that of the run. */
    private static void goOn(Future<?> run, int earlier, Connection writer) throws Exception {
        String another =
                "EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = 'di_slot_waiters' AND active_pid <> "
                        + earlier + ")";
        while (!run.isDone() && !isMet(DATABASES.source(), another)) {
            Thread.onSpinWait();
        }
        writer.commit();
        run.get();
    }

    /** A server's process that waits for transactions does not see that nobody listens any more. */
    @Test
    void anEarlierRunIsGoneAndItsSlotIsBeingMade() throws Exception {
        TestDatabase source = DATABASES.source();
        try (Connection writer = source.connect();
                ChangeSource left = jobs.source(JOB)) {
            begin(writer, 101);
            Future<?> making = threads.submit(() -> left.retain(left.tables(), warning -> {}));
            await(source, SLOT_WAITS);
            int process = maker(source);

            goOn(threads.submit(() -> jobs.catchUp(JOB)), process, writer);

            assertThatThrownBy(making::get).hasCauseInstanceOf(SyncException.class);
        }
        jobs.catchUp(JOB);
        assertEqual();
    }

    @Test
    void theSessionIsEndedThatLooksAfterTheMakingOfASlot() throws Exception {
        TestDatabase source = DATABASES.source();
        try (Connection writer = source.connect()) {
            begin(writer, 101);
            Future<?> run = threads.submit(() -> jobs.catchUp(JOB));
            await(source, SLOT_WAITS);
            int process = maker(source);
            source.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name = 'sluice' AND pid <> " + process);

            goOn(run, process, writer);
        }
        jobs.catchUp(JOB);
        assertEqual();
    }

    @Test
    void aRunIsStoppedWhoseSlotIsBeingMade() throws Exception {
        TestDatabase source = DATABASES.source();
        try (Connection writer = source.connect()) {
            begin(writer, 101);
            RealtimeRun run = jobs.run(JOB, RunPlan.Until.CAUGHT_UP);
            Future<RealtimeReport> report = threads.submit(run::run);
            await(source, SLOT_WAITS);

            run.stop();

            assertThat(report.get().outcome()).isEqualTo(RunStatus.STOPPED);
            await(source, "NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = 'di_slot_waiters')");
        }
    }
}
