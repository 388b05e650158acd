package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
import dev.sluice.connector.SplitPlan;
import dev.sluice.row.RowFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan in a few lines. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(BatchPlan plan) {
        SplitPlan splits = plan.splits();
        return List.of(
                "Format    " + (plan.format() == RowFormat.BINARY ? "binary" : "text") + ": " + plan.formatReason(),
                "Splits    " + splits.splits().size() + ", " + splits.method() + estimate(splits),
                "Channels  " + plan.channels());
    }

    private static String estimate(SplitPlan splits) {
        return splits.estimatedRows().isEmpty()
                ? ""
                : ", about "
                        + String.format(
                                Locale.ROOT, "%,d", splits.estimatedRows().getAsLong()) + " rows";
    }

    /** Returns the plan with every split. */
    static List<String> allLines(BatchPlan plan) {
        List<String> lines = new ArrayList<>(lines(plan));
        plan.splits().splits().forEach(split -> lines.add("  " + split.label()));
        return lines;
    }
}
