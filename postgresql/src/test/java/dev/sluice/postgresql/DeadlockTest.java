package dev.sluice.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Channels that meet the same keys in opposite orders. */
final class DeadlockTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static List<byte[]> line(String line) {
        return List.of(line.getBytes(UTF_8));
    }

    @Test
    void theOneThatLosesTriesAgain() throws Exception {
        databases.destination().execute("CREATE TABLE t (id int, v text PRIMARY KEY)");
        TestJob job = databases.job().to("t");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Feed up = new Feed(job, 1, 1);
                Feed down = new Feed(job, 1, 1)) {
            up.write(line("1\ta"));
            down.write(line("2\tb"));
            // Each now waits for the key that the other holds until its split ends.
            Future<?> waiting = other.submit(() -> {
                up.write(line("3\tb"));
                up.commit();
                return null;
            });
            down.write(line("4\ta"));
            down.commit();
            waiting.get();

            assertThat(Stream.concat(up.rejected().stream(), down.rejected().stream()))
                    .containsExactlyInAnyOrder("23505 3\tb", "23505 4\ta");
            assertThat(up.committedRows() + down.committedRows()).isEqualTo(2);
        } finally {
            other.shutdownNow();
        }
        assertThat(databases.destination().query("SELECT id, v FROM t ORDER BY id"))
                .containsExactly(List.of("1", "a"), List.of("2", "b"));
        assertThat(databases.destination().server().log()).contains("deadlock detected");
    }

    @Test
    void noRowIsLostOrDoubled() throws Exception {
        databases.source().execute("CREATE TABLE t (id int, k int)", """
                        INSERT INTO t SELECT i, CASE WHEN i / 2000 % 2 = 0 THEN i % 2000 ELSE 1999 - i % 2000 END
                          FROM generate_series(0, 15999) i""");
        databases.destination().execute("CREATE TABLE t (id int, k int PRIMARY KEY)");

        TestJob job = databases.job().table("t").channels(4).splitFactor(2).bearAll();
        RunReport report = databases.succeed(job);

        assertThat(report.counts().recordsWritten()).isEqualTo(2000);
        assertThat(databases.count("t")).isEqualTo(2000);
        Stream<String> dirty = job.dirtyRows().stream().map(row -> row.values().get("id"));
        Stream<String> stored =
                databases.destination().query("SELECT id FROM t").stream().map(row -> row.get(0));
        assertThat(Stream.concat(dirty, stored)).doesNotHaveDuplicates().hasSize(16000);
    }
}
