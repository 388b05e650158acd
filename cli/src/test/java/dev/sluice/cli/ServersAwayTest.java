package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.Writers;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both servers go and come again while rows change, and single sessions are ended; the run goes on by itself. */
@Timeout(240)
final class ServersAwayTest {
    @TempDir
    private Path folder;

    /** What is acknowledged is to be there after a crash. */
    private static TestingPostgres server() {
        return TestingPostgres.builder()
                .durable()
                .config("wal_level", "logical")
                .build();
    }

    private interface Fault {
        void happen(LiveCopy live) throws SQLException;
    }

    /** Programs write meanwhile, and are gone with a source that goes. */
    private static void survive(LiveCopy live, Marks marks, Fault fault) throws Exception {
        marks.goOn();
        Writers writers = Writers.start(live.source(), 1, marks.made());
        try {
            fault.happen(live);
            marks.goOn();
        } finally {
            writers.close();
        }
    }

    @Test
    void isSurvived() throws Exception {
        try (TestingPostgres from = server();
                TestingPostgres to = server();
                LiveCopy live = new LiveCopy(folder, from, to)) {
            live.follow("(?!sluice_).*", "");
            Writers.prepare(live.source(), live.destination());
            try (SluiceProcess process = live.start("run")) {
                Marks marks = new Marks(live, process);
                process.awaitErr("live");
                survive(live, marks, copy -> end(copy, "walsender"));
                survive(live, marks, copy -> end(copy, "client backend"));
                survive(live, marks, copy -> to.restart());
                survive(live, marks, copy -> from.restart());
                survive(live, marks, copy -> {
                    to.killNow();
                    to.restart();
                });
                survive(live, marks, copy -> {
                    from.killNow();
                    from.restart();
                });
                marks.goOn();
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
                assertThat(process.outcome().exitCode()).isEqualTo(0);
            }
            assertThat(live.catchUp().exitCode()).isEqualTo(0);
            live.assertEqual(Writers.TABLES);
        }
    }

    /** Ends the run's sessions of one kind at the source: the one that changes come by, or the others. */
    private static void end(LiveCopy live, String kind) throws SQLException {
        live.source()
                .execute("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = '" + kind
                        + "' and datname = current_database() and application_name = 'sluice'");
    }
}
