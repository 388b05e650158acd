package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final Pace.Reading START = ReadingOf.seconds(0, 0, 0, 0);

    private final StringWriter shown = new StringWriter();
    private final PrintWriter to = new PrintWriter(shown);

    @Test
    void writesLinesWithTheSpeedSinceTheLastOneAndOfAllAtTheEnd() {
        BatchPlan plan = PlanOf.splits(4, OptionalLong.of(4_000_000));
        LineProgress progress = new LineProgress(plan, to, START);

        progress.show(ReadingOf.seconds(10, 1_000_000, 1, 0));
        progress.show(ReadingOf.seconds(20, 3_000_000, 2, 7));
        progress.end(ReadingOf.seconds(25, 4_000_000, 4, 7));

        assertThat(shown.toString().lines())
                .containsExactly(
                        "1,000,000 rows (25%), 100,000 rows/s, 0.95 MB/s, 0 dirty, 30 s left",
                        "3,000,000 rows (75%), 200,000 rows/s, 1.91 MB/s, 7 dirty, 7 s left",
                        "4,000,000 rows (100%), 160,000 rows/s, 1.53 MB/s, 7 dirty");
    }

    @Test
    void saysNothingThatNobodyKnows() {
        LineProgress progress = new LineProgress(PlanOf.splits(1, OptionalLong.empty()), to, START);

        progress.show(ReadingOf.seconds(10, 10, 0, 0));

        assertThat(shown.toString().strip()).isEqualTo("10 rows, 1 rows/s, 0.00 MB/s, 0 dirty");
    }

    @Test
    void drawsABarThatFitsTheTerminal() {
        BatchPlan plan = PlanOf.splits(4, OptionalLong.of(4_000_000));
        BarProgress progress = new BarProgress("orders", plan, to, 100, START);

        progress.show(ReadingOf.seconds(10, 1_000_000, 1, 3));
        progress.end(ReadingOf.seconds(20, 4_500_000, 4, 3));

        String last = shown.toString().substring(shown.toString().lastIndexOf('\r') + 1);
        assertThat(last.strip())
                .startsWith("orders 100% [===")
                .contains("4500000/4500000 rows")
                .endsWith("MB/s, 3 dirty");
        assertThat(shown.toString().split("\r"))
                .allSatisfy(line -> assertThat(line.stripTrailing()).hasSizeLessThan(100));
    }

    @Test
    void drawsABarOfUnknownLength() {
        BarProgress progress = new BarProgress("orders", PlanOf.splits(1, OptionalLong.empty()), to, 80, START);

        progress.end(ReadingOf.seconds(20, 12, 1, 0));

        assertThat(shown.toString()).contains("12/12 rows", "0 dirty");
    }
}
