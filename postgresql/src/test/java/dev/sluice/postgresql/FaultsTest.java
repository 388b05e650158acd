package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers and connections that break in the midst of a run: one query is read, committed and counted, the second is half
 * read when it happens.
 */
final class FaultsTest {
    private static final String DONE = "SELECT i, 'done' FROM generate_series(1, 1000) i";
    private static final String HALF =
            "SELECT i, repeat('x', 1000) FROM generate_series(1, 4000) i WHERE i <> 3000 OR " + Gate.CONDITION;

    private static TestingPostgres sourceServer;
    private static TestingPostgres destinationServer;
    private TestDatabase source;
    private TestDatabase destination;

    @BeforeAll
    static void start() {
        sourceServer = TestingPostgres.start();
        destinationServer = TestingPostgres.builder().durable().build();
    }

    @AfterAll
    static void stop() {
        sourceServer.close();
        destinationServer.close();
    }

    @BeforeEach
    void createTables() throws SQLException {
        source = sourceServer.newDatabase();
        destination = destinationServer.newDatabase();
        destination.execute("CREATE TABLE t (id int, v text)");
    }

    private TestJob job() {
        return new TestJob(source, destination).queries(DONE, HALF).to("t");
    }

    /** Runs the job and lets {@code fault} happen when its first query is committed and its second half read. */
    private RunReport run(TestJob job, Gate.Action fault) throws Exception {
        try (Gate gate = new Gate(source)) {
            Future<?> watcher = gate.whenReached(() -> {
                Gate.await(destination, "SELECT count(*) = 1000 FROM t");
                fault.run();
            });
            RunReport report = job.run();
            watcher.get();
            return report;
        }
    }

    private void assertFailed(RunReport report, ErrorCode code, String message) throws Exception {
        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error).hasMessageContaining(message);
            assertThat(error.hint()).isPresent();
        });
        assertThat(report.counts().recordsWritten()).isEqualTo(1000);
        assertThat(destination.value("SELECT count(*) FROM t")).isEqualTo("1000");
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        Stopping.awaitNoThread();
        Stopping.awaitNoSession(source);
        Stopping.awaitNoSession(destination);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void aServerDies(Side side) throws Exception {
        TestingPostgres server = side == Side.SOURCE ? sourceServer : destinationServer;

        RunReport report = run(job().channels(1), server::killNow);

        server.restart();
        assertFailed(report, ErrorCode.CONNECTION_LOST, "The " + side.label() + " stopped ");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void aServerIsShutDown(Side side) throws Exception {
        TestingPostgres server = side == Side.SOURCE ? sourceServer : destinationServer;

        RunReport report = run(job().channels(2), server::stop);

        server.restart();
        assertFailed(report, ErrorCode.CONNECTION_LOST, "The " + side.label() + " stopped ");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void aConnectionIsCut(Side side) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(side == Side.SOURCE ? sourceServer : destinationServer)) {
            TestJob job = job();
            if (side == Side.SOURCE) {
                job.from(place -> place.at(proxy.host(), proxy.port()));
            } else {
                job.into(place -> place.at(proxy.host(), proxy.port()));
            }

            RunReport report = run(job, proxy::cut);

            assertFailed(report, ErrorCode.CONNECTION_LOST, "The " + side.label() + " stopped ");
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void aSessionIsEndedByAnAdministrator(Side side) throws Exception {
        RunReport report = run(job(), () -> terminate(side));

        assertFailed(report, ErrorCode.CONNECTION_LOST, "The " + side.label() + " ");
    }

    /** Those that the driver hands on: it forgets them where a COPY is under way. */
    @ParameterizedTest
    @EnumSource(Side.class)
    void theServersLastWordsAreTold(Side side) throws Exception {
        source.execute(
                "CREATE TABLE s AS SELECT i AS id, 'v' AS v FROM generate_series(1, 100) i",
                "CREATE VIEW slow AS SELECT * FROM s WHERE " + Gate.CONDITION);
        TestJob job = new TestJob(source, destination)
                .tables(side == Side.SOURCE ? "slow" : "s")
                .splitPk("id")
                .channels(2)
                .to("t")
                .preSql("SELECT " + Gate.CONDITION);
        RunReport report;
        try (Gate gate = new Gate(side == Side.SOURCE ? source : destination)) {
            Future<?> watcher = gate.whenReached(() -> terminate(side));
            report = job.run();
            watcher.get();
        }

        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(error.code().retryable()).isTrue();
            assertThat(error)
                    .hasMessageContaining(side == Side.SOURCE ? "The bounds of the splits" : "preSql statement 1")
                    .hasMessageContaining("terminating connection due to administrator command");
            assertThat(error.hint()).get().asString().contains("Somebody ended the session");
        });
        assertNothingIsLeft();
    }

    private void terminate(Side side) throws SQLException {
        (side == Side.SOURCE ? source : destination)
                .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'sluice' AND datname = current_database()");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("DROP TABLE t", "relation \"public.t\" does not exist"),
                Arguments.of("ALTER TABLE t DROP v", "column \"v\" of relation \"t\" does not exist"),
                Arguments.of("REVOKE ALL ON t FROM CURRENT_USER", "permission denied"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void theTableChanges(String sql, String message) throws Exception {
        String user = "writer_" + destination.name();
        destination.createUser(user, "secret");
        destination.execute("ALTER TABLE t OWNER TO " + user);

        TestJob job = job().queries(DONE, HALF.replace("1000", "1")).into(place -> place.as(user, "secret"));
        RunReport report = run(job, () -> destination.execute(sql.replace("CURRENT_USER", user)));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
            assertThat(error).hasMessageContaining(message);
        });
        assertThat(report.counts().recordsWritten()).isEqualTo(1000);
        assertThat(report.counts().dirtyRecords()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void theSourceRefusesARow() throws Exception {
        RunReport report = new TestJob(source, destination)
                .queries(DONE, "SELECT 10 / (2000 - i), 'x' FROM generate_series(1, 4000) i")
                .to("t")
                .run();

        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.SOURCE_FAILED);
            assertThat(error).hasMessageContaining("division by zero");
        });
        assertThat(destination.value("SELECT count(*) FROM t"))
                .isEqualTo(Long.toString(report.counts().recordsWritten()));
        assertNothingIsLeft();
    }

    @Test
    void thereAreTooFewConnections() throws Exception {
        String user = "few_" + source.name();
        source.createUser(user, "secret");
        source.execute(
                "CREATE TABLE s AS SELECT i AS id, repeat('x', 100) AS v FROM generate_series(1, 5000) i",
                "ALTER TABLE s ADD PRIMARY KEY (id)",
                "GRANT SELECT ON s TO " + user,
                "ALTER ROLE " + user + " CONNECTION LIMIT 3");

        RunReport report = new TestJob(source, destination)
                .tables("s")
                .to("t")
                .channels(8)
                .from(place -> place.as(user, "secret"))
                .run();

        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.UNREACHABLE);
            assertThat(error).hasMessageContaining("too many connections");
            assertThat(error.hint()).get().asString().contains("fewer channels");
        });
        assertNothingIsLeft();
    }
}
