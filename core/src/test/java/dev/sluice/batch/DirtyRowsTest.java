package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.SplitPlan;
import dev.sluice.job.ErrorLimit;
import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirtyRowsTest {
    private static final RowSchema SCHEMA = new RowSchema(List.of(new Column("n", new ColumnType(25, "text"))));

    @TempDir
    private Path folder;

    @Test
    void aThreadThatIsToEndStillKeepsThem() {
        Path file = folder.resolve("dirty.jsonl");
        ErrorLimit limit = new ErrorLimit(OptionalLong.empty(), OptionalDouble.empty(), ErrorLimit.Origin.STATED);
        BatchPlan plan = new BatchPlan(
                SCHEMA,
                SCHEMA,
                RowFormat.TEXT,
                "it is text",
                new SplitPlan(List.of(() -> "all"), "nothing", OptionalLong.empty()),
                1,
                BatchSize.DEFAULT);
        try (DirtyRows rows = new DirtyRows(file, limit, new RunCounters(), plan)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 1000; i++) {
                rows.add(row());
            }
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(file.toFile()).exists();
        assertThat(file).content().hasLineCount(1000);
    }

    private static RejectedRow row() {
        RowBatch batch = new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT);
        byte[] value = "one of many\n".getBytes(StandardCharsets.UTF_8);
        batch.append(value, 0, value.length);
        return new RejectedRow(batch, 0, new RejectedRow.Reason("22023", "it is bad", Optional.empty()));
    }
}
