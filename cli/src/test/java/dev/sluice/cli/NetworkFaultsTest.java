package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.Writers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The network between a run and one of its sides breaks in every way, one after the other, while programs write; the run
 * goes on by itself each time, and in the end both sides are equal.
 */
@Timeout(240)
final class NetworkFaultsTest {
    private static final String MARKS = "select count(*) from account where id >= 1000000";

    /** A heartbeat a second lets an idle run notice what is wrong. */
    private static final String SETTINGS = "{\"Name\": \"sluice.heartbeat.seconds\", \"Value\": \"1\"}";

    private static final int BYTES_BEFORE_CUT = 20_000;
    private static final int BYTES_PER_SECOND = 300_000;

    @TempDir
    private Path folder;

    private int marks;

    /** The server gives a reader up that says nothing for three seconds. */
    private static TestingPostgres server() {
        return TestingPostgres.builder()
                .config("wal_level", "logical")
                .config("wal_sender_timeout", "3s")
                .build();
    }

    private void mark(LiveCopy live) throws SQLException {
        marks++;
        live.source().execute("insert into account values (" + (1_000_000 + marks) + ", 0)");
    }

    private void awaitMark(LiveCopy live, SluiceProcess process) throws SQLException {
        live.awaitAtDestination(process, MARKS, Integer.toString(marks));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "destination"})
    void areSurvived(String side) throws Exception {
        try (TestingPostgres server = server();
                LiveCopy live = new LiveCopy(folder, server, server);
                FaultProxy proxy = FaultProxy.to(server)) {
            live.follow("(?!sluice_).*", SETTINGS);
            if (side.equals("source")) {
                live.through(proxy, live.source(), "\"socketTimeout\": \"4\"");
            } else {
                live.through(proxy, live.destination(), "");
            }
            Writers.prepare(live.source(), live.destination());
            try (SluiceProcess process = live.start("run");
                    Writers writers = Writers.start(live.source(), 1, 7)) {
                process.awaitErr("live");
                breakEachWay(live, process, proxy);
                if (side.equals("source")) {
                    proxy.forget();
                    goesOn(live, process);
                }
                writers.stop();
                mark(live);
                awaitMark(live, process);
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
                assertThat(process.outcome().exitCode()).isEqualTo(0);
            }
            live.assertEqual(Writers.TABLES);
        }
    }

    private void breakEachWay(LiveCopy live, SluiceProcess process, FaultProxy proxy) throws Exception {
        goesOn(live, process);

        proxy.cut();
        goesOn(live, process);
        assertThat(process.err()).contains("CONNECTION_LOST", "trying again at ");

        proxy.cutAfter(BYTES_BEFORE_CUT);
        goesOn(live, process);

        proxy.refuse();
        mark(live);
        process.awaitErr("UNREACHABLE");
        proxy.pass();
        awaitMark(live, process);

        proxy.delay(Duration.ofMillis(20));
        proxy.limit(BYTES_PER_SECOND);
        goesOn(live, process);
        proxy.pass();

        proxy.silence();
        mark(live);
        proxy.pass();
        awaitMark(live, process);

        halfOpen(live, proxy);
        goesOn(live, process);
    }

    /** One end is told at last that the other has been gone, and the other never. */
    private void halfOpen(LiveCopy live, FaultProxy proxy) throws SQLException {
        proxy.silence();
        mark(live);
        proxy.cut();
        proxy.pass();
    }

    private void goesOn(LiveCopy live, SluiceProcess process) throws SQLException {
        mark(live);
        awaitMark(live, process);
    }
}
