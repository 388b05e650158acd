package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.CopySettings;
import dev.sluice.realtime.FirstCopy;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.RunPlan;
import java.util.function.Consumer;

/** One run of a real-time job in this process: the only one of its job, watched, and stopped in good order. */
final class RealtimeJobRun {
    private final BoundRealtime bound;
    private final RunPlan plan;
    private final RunOutput output;
    private final Surroundings surroundings;

    RealtimeJobRun(BoundRealtime bound, RunPlan plan, RunOutput output, Surroundings surroundings) {
        this.bound = bound;
        this.plan = plan;
        this.output = output;
        this.surroundings = surroundings;
    }

    /**
     * Runs the job; {@code tell} is done with the report even when a signal is about to end the process.
     *
     * @throws SyncException with ALREADY_RUNNING if another process of this workspace runs it
     */
    RealtimeReport execute(Consumer<RealtimeReport> tell) {
        return bound.folder().exclusively(() -> guarded(tell));
    }

    private RealtimeReport guarded(Consumer<RealtimeReport> tell) {
        RealtimeWatcher watcher = new RealtimeWatcher(bound.folder(), output, surroundings);
        RealtimeRun run = new RealtimeRun(bound.job(), bound.ends(), firstCopy(), plan, watcher, surroundings.time());
        SignalGuard.Stopping stopping = () -> {
            surroundings.err().println("Stopping ...");
            run.stop();
        };
        return new SignalGuard(stopping, surroundings.err()).during(() -> {
            RealtimeReport report = watched(run, watcher);
            tell.accept(report);
            return report;
        });
    }

    private static RealtimeReport watched(RealtimeRun run, RealtimeWatcher watcher) {
        try (watcher) {
            watcher.watch(run);
            return run.run();
        }
    }

    private FirstCopy firstCopy() {
        CopySettings copy = bound.job().settings().runtime().copy();
        return new FirstCopy(
                copy, new LocalEngine(copy.channels()), bound.folder().path(), surroundings.time());
    }
}
