package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the destination's tables is full for a while. The disk is a small file system in memory, which root may mount. */
@Timeout(120)
final class FullDiskTest {
    @TempDir
    private Path folder;

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void aRunWaitsUntilThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "sluice-test", disk.toString()),
                "nobody but root may mount a small file system");
        try {
            follow(disk);
        } finally {
            assertThat(succeeds("umount", disk.toString())).isTrue();
        }
    }

    private void follow(Path disk) throws Exception {
        try (TestingPostgres to = TestingPostgres.start();
                LiveCopy live = new LiveCopy(folder, TestingPostgres.shared(), to)) {
            to.execute("create tablespace small location '" + disk + "'");
            live.source().execute("create table t1 (id int primary key, v text)");
            live.destination()
                    .execute(
                            "create table t1 (id int primary key, v text) tablespace small",
                            "create table ballast (v text) tablespace small");
            try (SluiceProcess process = live.start("run")) {
                process.awaitErr("live");
                fill(live);
                live.source().execute("insert into t1 select i, repeat('x', 1000) from generate_series(1, 3000) i");
                process.awaitErr("trying again at ");
                assertThat(process.err()).contains("DESTINATION_UNAVAILABLE", "No space left on device");
                live.source().execute("update t1 set v = 'y' where id % 3 = 0");

                live.destination().execute("drop table ballast");

                live.awaitAtDestination(process, "select count(*) from t1 where v = 'y'", "1000");
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
            }
            live.assertEqual(1);
        }
    }

    /** Rows of a page each, until there is no room for one more. */
    private static void fill(LiveCopy live) throws SQLException {
        live.destination().execute("""
                do $$
                begin
                    loop
                        begin
                            insert into ballast values (repeat('x', 1500));
                        exception when disk_full then
                            exit;
                        end;
                    end loop;
                end $$""");
    }
}
