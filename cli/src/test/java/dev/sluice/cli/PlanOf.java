package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Plans of made-up splits. */
final class PlanOf {
    private record Numbered(int number) implements Split {
        @Override
        public String label() {
            return "split " + number;
        }
    }

    private PlanOf() {}

    static BatchPlan splits(int count, OptionalLong estimatedRows) {
        RowSchema noColumns = new RowSchema(List.of());
        return new BatchPlan(
                noColumns,
                noColumns,
                RowFormat.TEXT,
                "a test says so",
                new SplitPlan(
                        IntStream.rangeClosed(1, count)
                                .<Split>mapToObj(Numbered::new)
                                .toList(),
                        "by number",
                        estimatedRows),
                2,
                BatchSize.DEFAULT);
    }
}
