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
    /** A heartbeat a second lets an idle run notice what is wrong. */
    private static final String SETTINGS = "{\"Name\": \"sluice.heartbeat.seconds\", \"Value\": \"1\"}";

    private static final int BYTES_BEFORE_CUT = 20_000;
    private static final int BYTES_PER_SECOND = 300_000;

    @TempDir
    private Path folder;

    /** The server gives a reader up that says nothing for three seconds. */
    private static TestingPostgres server() {
        return TestingPostgres.builder()
                .config("wal_level", "logical")
                .config("wal_sender_timeout", "3s")
                .build();
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
                Marks marks = new Marks(live, process);
                process.awaitErr("live");
                breakEachWay(marks, process, proxy);
                if (side.equals("source")) {
                    proxy.forget();
                    marks.goOn();
                }
                writers.stop();
                marks.goOn();
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
                assertThat(process.outcome().exitCode()).isEqualTo(0);
            }
            live.assertEqual(Writers.TABLES);
        }
    }

    private static void breakEachWay(Marks marks, SluiceProcess process, FaultProxy proxy) throws Exception {
        marks.goOn();

        proxy.cut();
        marks.goOn();
        assertThat(process.err()).contains("CONNECTION_LOST", "trying again at ");

        proxy.cutAfter(BYTES_BEFORE_CUT);
        marks.goOn();

        proxy.refuse();
        marks.make();
        process.awaitErr("UNREACHABLE");
        proxy.pass();
        marks.await();

        proxy.delay(Duration.ofMillis(20));
        proxy.limit(BYTES_PER_SECOND);
        marks.goOn();
        proxy.pass();

        proxy.silence();
        marks.make();
        proxy.pass();
        marks.await();

        halfOpen(marks, proxy);
        marks.goOn();
    }

    /** One end is told at last that the other has been gone, and the other never. */
    private static void halfOpen(Marks marks, FaultProxy proxy) throws SQLException {
        proxy.silence();
        marks.make();
        proxy.cut();
        proxy.pass();
    }
}
