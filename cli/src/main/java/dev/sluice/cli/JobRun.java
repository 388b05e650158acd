package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunReport;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.Workspace;
import java.util.function.Consumer;

/** One run of a batch job in this process: watched, stopped in good order by a signal, its report kept. */
final class JobRun {
    private final BoundBatch bound;
    private final RunFolder folder;
    private final RunWatcher watcher;
    private final Surroundings surroundings;

    JobRun(BoundBatch bound, Workspace workspace, RunOutput output, Surroundings surroundings) {
        this.bound = bound;
        this.folder = RunFolder.make(
                workspace, bound.job().name(), surroundings.time().now().atZone(surroundings.zone()));
        this.watcher = new RunWatcher(bound.job().name(), output, surroundings);
        this.surroundings = surroundings;
    }

    /** Runs the job; {@code tell} is done with the report even when a signal is about to end the process. */
    RunReport execute(Consumer<RunReport> tell) {
        BatchRun run = new BatchRun(
                bound.reader(),
                bound.writer(),
                bound.job().settings(),
                new LocalEngine(),
                folder.dirtyFile(),
                watcher,
                surroundings.time());
        return new SignalGuard(() -> run.stop(stopped()), surroundings.err()).during(() -> {
            RunReport report = watched(run);
            tell.accept(report);
            folder.keep(bound.job(), report);
            return report;
        });
    }

    private static SyncException stopped() {
        return new SyncException(
                ErrorCode.CANCELLED,
                "The run was stopped by a signal",
                "What is counted as written is in the destination for good, all else left nothing there",
                null);
    }

    private RunReport watched(BatchRun run) {
        ObstacleWatch obstacles = new ObstacleWatch(run, surroundings.err(), surroundings.time());
        try (watcher;
                obstacles) {
            obstacles.start();
            return run.run();
        }
    }
}
