package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stopping a run in each of its phases, while a statement waits for something that the test holds: the servers are rid of
 * the run's sessions before that is let go.
 */
@Timeout(60)
final class StopTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        databases.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text)");
        databases.source().execute("INSERT INTO t SELECT i, 'v' FROM generate_series(1, 1000) i", "ANALYZE t");
    }

    @AfterEach
    void leavesNoThread() throws InterruptedException {
        Stopping.awaitNoThread();
    }

    private static TestJob job() {
        return databases.job().table("t");
    }

    /** Holds a lock on the table and takes it only when asked to. */
    private static final class Holder implements AutoCloseable {
        private final Connection connection;
        private final String statement;

        Holder(TestDatabase database, String statement) throws SQLException {
            this.connection = database.connect();
            this.statement = statement;
        }

        void take() throws SQLException {
            connection.setAutoCommit(false);
            connection.createStatement().execute(statement);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Stops a job when {@code waiting} of its sessions wait in a database, and waits until no session is left. */
    private static void assertStops(TestJob job, TestDatabase database, int waiting, long written) throws Exception {
        Stopping stopped = Stopping.of(job, () -> Gate.awaitLockWaits(database, waiting));
        Stopping.awaitNoSession(databases.source());
        Stopping.awaitNoSession(databases.destination());
        stopped.assertStopped(written);
    }

    @Test
    void beforeItBegins() throws InterruptedException {
        BatchRun run = job().bind();
        SyncException reason = new SyncException(ErrorCode.CANCELLED, "Never mind");
        Thread stopper = new Thread(() -> stop(run, reason));
        stopper.start();
        Stopping.await(() -> stopper.getState() == Thread.State.WAITING);

        RunReport report = run.run();

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.error()).containsSame(reason);
    }

    private static void stop(BatchRun run, SyncException reason) {
        try {
            run.stop(reason);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void afterItsEndNothingHappens() throws Exception {
        BatchRun run = job().bind();
        RunReport report = run.run();

        run.stop(new SyncException(ErrorCode.CANCELLED, "Too late"));

        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(databases.count("t")).isEqualTo(1000);
    }

    @Test
    void whileTheSourceIsLookedAt() throws Exception {
        try (Holder holder = new Holder(databases.source(), "LOCK TABLE t")) {
            holder.take();
            assertStops(job(), databases.source(), 1, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whileItIsPlanned(int channels) throws Exception {
        try (Holder holder = new Holder(databases.source(), "LOCK TABLE t")) {
            assertStops(job().channels(channels).whenChecked(holder::take), databases.source(), 1, 0);
        }
    }

    @Test
    void whileTheKeysAreSampled() throws Exception {
        try (Gate gate = new Gate(databases.source())) {
            databases.source().execute("CREATE VIEW slow AS SELECT * FROM t WHERE " + Gate.CONDITION);
            TestJob job = databases.job().tables("slow").to("t").splitPk("id").channels(4);

            assertStops(job, databases.source(), 1, 0);
            gate.open();
        }
    }

    @Test
    void whilePreSqlWaits() throws Exception {
        try (Holder holder = new Holder(databases.destination(), "LOCK TABLE t IN SHARE MODE")) {
            holder.take();
            assertStops(job().preSql("SELECT 1", "INSERT INTO @table VALUES (-1)"), databases.destination(), 1, 0);
        }
        assertThat(databases.count("t")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whileChannelsRead(int channels) throws Exception {
        // Who cannot cut by pages looks for keys among the rows, and would itself wait at the gate.
        Since.assume(channels == 1 ? 10 : Since.TID_RANGES);
        try (Gate gate = new Gate(databases.source())) {
            TestJob job = job().where("id % 100 > 0 OR " + Gate.CONDITION).channels(channels);

            assertStops(job, databases.source(), channels, 0);
            gate.open();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void beforeTheFirstRowIsWritten(int channels) throws Exception {
        try (Holder holder = new Holder(databases.destination(), "LOCK TABLE t")) {
            TestJob job = job().splitPk("id").channels(channels).whenPlanned(holder::take);

            assertStops(job, databases.destination(), channels, 0);
        }
        assertThat(databases.count("t")).isZero();
    }

    /** One row waits for a transaction that has the same key; what comes behind it fills all buffers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whileARowWaitsAndTheRestIsSent(int channels) throws Exception {
        databases.source().execute("UPDATE t SET v = repeat(md5(id::text), 3000)");
        String keys = "INSERT INTO t SELECT i, 'mine' FROM generate_series(1, 1000) i";
        try (Holder holder = new Holder(databases.destination(), keys)) {
            holder.take();
            TestJob job = job().splitPk("id").channels(channels);

            assertStops(job, databases.destination(), channels, 0);
        }
        assertThat(databases.count("t")).isZero();
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void whileRowsWaitInAnyMode(WriteMode mode) throws Exception {
        try (Holder holder = new Holder(databases.destination(), "INSERT INTO t VALUES (700)")) {
            holder.take();
            assertStops(job().mode(mode), databases.destination(), 1, 0);
        }
        assertThat(databases.count("t")).isZero();
    }

    @Test
    void whenPartIsCommitted() throws Exception {
        TestJob job = job().queries(
                        "SELECT i, 'done' FROM generate_series(1, 300) i",
                        "SELECT i, 'half' FROM generate_series(301, 900) i WHERE i < 500 OR " + Gate.CONDITION);
        try (Gate gate = new Gate(databases.source())) {
            Stopping stopped = Stopping.of(job, () -> {
                gate.awaitReached(1);
                Gate.await(databases.destination(), "SELECT count(*) = 300 FROM t");
            });
            Stopping.awaitNoSession(databases.source());
            Stopping.awaitNoSession(databases.destination());
            stopped.assertStopped(300);
            gate.open();
        }
        assertThat(databases.count("t")).isEqualTo(300);
    }

    @Test
    void whilePostSqlWaits() throws Exception {
        try (Gate gate = new Gate(databases.destination())) {
            TestJob job = job().postSql("SELECT 1", "SELECT " + Gate.CONDITION, "DELETE FROM @table");

            assertStops(job, databases.destination(), 1, 1000);
            gate.open();
        }
        assertThat(databases.count("t")).isEqualTo(1000);
    }
}
