package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transactions go through a heap that is smaller than they are. {@code -Dlarge.rows=5000000 -Dlarge.heap=256m
 * -Dlarge.value=1} makes them as large as one likes.
 */
@Timeout(1800)
final class LargeTransactionTest {
    private static final int ROWS = Integer.getInteger("large.rows", 200_000);
    private static final int VALUE_BYTES = Integer.getInteger("large.value", 400);
    private static final String HEAP = System.getProperty("large.heap", "64m");
    private static final long PATIENCE_SECONDS = 1700;

    @TempDir
    private Path folder;

    private LiveCopy live;

    @BeforeEach
    void begin() throws SQLException {
        live = new LiveCopy(folder);
        live.tables(1, 10);
        assertThat(live.catchUp().exitCode()).isEqualTo(0);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    @Test
    void goThroughLessMemoryThanTheyTake() throws Exception {
        live.source()
                .execute(
                        "insert into t1 select i, repeat('x', " + VALUE_BYTES + ") from generate_series(11, " + ROWS
                                + ") i",
                        "update t1 set v = v || id % 10",
                        "delete from t1 where id % 2 = 0");
        assertFollowed();
    }

    private void assertFollowed() throws Exception {
        String[] command = {"run", "live.json", "--workspace", folder.toString(), "--until", "caught-up"};
        try (SluiceProcess process = SluiceProcess.startWithHeap(HEAP, folder, command)) {
            Outcome outcome = process.outcome(PATIENCE_SECONDS);
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        }
        live.assertEqual(1);
    }
}
