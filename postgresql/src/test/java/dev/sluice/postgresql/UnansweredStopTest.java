package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping a run whose servers answer nobody: the network is silent, or every process of a server is held. */
@Timeout(30)
final class UnansweredStopTest {
    private static TestingPostgres sourceServer;
    private static TestingPostgres destinationServer;
    private TestDatabase source;
    private TestDatabase destination;

    @BeforeAll
    static void start() {
        sourceServer =
                TestingPostgres.builder().config("max_connections", "200").build();
        destinationServer = TestingPostgres.builder()
                .config("max_connections", "200")
                .config("synchronous_standby_names", "nobody")
                .build();
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
        source.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, repeat(md5(i::text), 300) FROM generate_series(1, 3200) i",
                "ANALYZE t");
        destination.execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
    }

    @AfterEach
    void leavesNothing() throws Exception {
        Stopping.awaitNoThread();
        Stopping.awaitNoSession(source);
        Stopping.awaitNoSession(destination);
        assertThat(destination.value("SELECT count(*) FROM t WHERE id > 0")).isEqualTo("0");
        source.close();
        destination.close();
    }

    private TestJob job() {
        return new TestJob(source, destination).table("t").splitPk("id");
    }

    private TestDatabase database(Side side) {
        return side == Side.SOURCE ? source : destination;
    }

    private TestJob through(FaultProxy proxy, Side side) {
        return side == Side.SOURCE
                ? job().from(place -> place.at(proxy.host(), proxy.port()))
                : job().into(place -> place.at(proxy.host(), proxy.port()));
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void silenceWhileItConnects(Side side) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(database(side).server())) {
            proxy.silence();

            Stopping.of(through(proxy, side), () -> Stopping.await(() -> proxy.connections() == 1))
                    .assertStopped(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void silenceWhileChannelsConnect(Side side) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(database(side).server())) {
            TestJob job = through(proxy, side).channels(8).whenPlanned(proxy::silence);

            Stopping.of(job, () -> Stopping.await(Stopping::aChannelHasBegun)).assertStopped(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void silenceOfTheSource(int channels) throws Exception {
        // Who cannot cut by pages looks for keys among the rows, and would itself wait at the gate.
        Since.assume(channels == 1 ? 10 : Since.TID_RANGES);
        try (FaultProxy proxy = FaultProxy.to(sourceServer);
                Gate gate = new Gate(source)) {
            TestJob job = through(proxy, Side.SOURCE)
                    .splitByStorage()
                    .where("id % 10 > 0 OR " + Gate.CONDITION)
                    .channels(channels);

            Stopping.of(job, () -> {
                        gate.awaitReached(channels);
                        proxy.silence();
                    })
                    .assertStopped(0);
            gate.open();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void silenceOfTheDestination(int channels) throws Exception {
        destination.execute(
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS" + " $$ BEGIN PERFORM "
                        + Gate.CONDITION.replace(" IS NOT NULL", "") + "; RETURN NEW; END $$",
                "CREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE wait()");
        try (FaultProxy proxy = FaultProxy.to(destinationServer);
                Gate gate = new Gate(destination)) {
            Stopping.of(through(proxy, Side.DESTINATION).channels(channels), () -> {
                        gate.awaitReached(channels);
                        proxy.silence();
                    })
                    .assertStopped(0);
            proxy.cut();
            gate.open();
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void aServerIsHeldWhileItConnects(Side side) throws Exception {
        TestingPostgres server = database(side).server();
        server.suspend();
        try {
            Stopping.of(job(), () -> Stopping.awaitConnecting(1)).assertStopped(0);
        } finally {
            server.resume();
        }
    }

    @ParameterizedTest
    @CsvSource({"SOURCE, 1", "SOURCE, 16", "DESTINATION, 1", "DESTINATION, 16"})
    void aServerIsHeldInTheMidstOfTheWork(Side side, int channels) throws Exception {
        TestingPostgres server = database(side).server();
        try {
            Stopping.of(
                            job().channels(channels).whenPlanned(server::suspend),
                            () -> Stopping.await(Stopping::aChannelHasBegun))
                    .assertStopped(0);
        } finally {
            server.resume();
        }
    }

    /** The rows are there: a server that is told to end the wait for a standby has committed already. */
    @Test
    void whileACommitWaitsForAStandby() throws Exception {
        destination.createUser("careful", "secret");
        destination.execute(
                "ALTER TABLE t OWNER TO careful", "ALTER ROLE careful SET synchronous_commit = on",
                "CREATE TABLE copy (LIKE t)", "ALTER TABLE copy OWNER TO careful");
        TestJob job = job().tables("t").to("copy").into(place -> place.as("careful", "secret"));

        Stopping stopped = Stopping.of(
                job,
                () -> Gate.await(
                        destination, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));

        stopped.assertStopped(3200);
        assertThat(destination.value("SELECT count(*) FROM copy")).isEqualTo("3200");
    }
}
