package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.RunCounters;
import dev.sluice.batch.RunListener;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the user what a run found and plans, and then how far it is. */
final class RunWatcher implements RunListener, AutoCloseable {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
    private static final Duration BAR_INTERVAL = Duration.ofMillis(200);

    private final String jobName;
    private final RunOutput output;
    private final Surroundings surroundings;
    private final PrintWriter err;
    private @Nullable Ticker ticker;

    RunWatcher(String jobName, RunOutput output, Surroundings surroundings) {
        this.jobName = jobName;
        this.output = output;
        this.surroundings = surroundings;
        this.err = surroundings.err();
    }

    @Override
    public void checked(List<Finding> findings) {
        List<Finding> notable = findings.stream()
                .filter(finding -> output.detail() == RunOutput.Detail.ALL || finding.outcome() == Outcome.WARNING)
                .toList();
        FindingList.print(notable, err);
    }

    @Override
    public void planned(BatchPlan plan, RunCounters counters) {
        switch (output.detail()) {
            case SILENT -> {}
            case PLAN -> PlanText.lines(plan).forEach(err::println);
            case ALL -> PlanText.allLines(plan).forEach(err::println);
        }
        if (output.progress()) {
            Pace.Reading start = new Pace.Reading(surroundings.time().nanos(), counters.now());
            boolean terminal = surroundings.columns().isPresent();
            Progress progress = terminal
                    ? new BarProgress(jobName, plan, err, surroundings.columns().getAsInt(), start)
                    : new LineProgress(plan, err, start);
            ticker = Ticker.start(progress, counters, terminal ? BAR_INTERVAL : LINE_INTERVAL, surroundings.time());
        }
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
    }
}
