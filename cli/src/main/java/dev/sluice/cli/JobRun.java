package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.Workspace;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** One run of a batch job in this process: watched, stopped in good order by a signal, its report kept and printed. */
final class JobRun {
    private final BoundJob bound;
    private final RunFolder folder;
    private final RunWatcher watcher;
    private final Surroundings surroundings;
    private final PrintWriter err;

    JobRun(BoundJob bound, Workspace workspace, RunOutput output, Surroundings surroundings) {
        this.bound = bound;
        this.folder = RunFolder.make(
                workspace, bound.job().name(), surroundings.time().now().atZone(surroundings.zone()));
        this.watcher = new RunWatcher(bound.job().name(), output, surroundings);
        this.surroundings = surroundings;
        this.err = surroundings.err();
    }

    /** Runs the job; {@code afterwards} is done with the report even when a signal is about to end the process. */
    RunReport execute(Consumer<RunReport> afterwards) {
        BatchRun run = new BatchRun(
                bound.reader(),
                bound.writer(),
                bound.job().settings(),
                new LocalEngine(),
                folder.dirtyFile(),
                watcher,
                surroundings.time());
        return new SignalGuard(run, err).during(() -> {
            RunReport report = watched(run);
            folder.keep(bound.job(), report);
            print(report);
            afterwards.accept(report);
            return report;
        });
    }

    private RunReport watched(BatchRun run) {
        try (watcher) {
            return run.run();
        }
    }

    private void print(RunReport report) {
        if (report.extent().splits() > 0) {
            err.println();
            new EndBlock(surroundings.zone(), err).print(report);
            err.println();
        }
        report.error().ifPresent(error -> printError(report, error));
    }

    private void printError(RunReport report, SyncException error) {
        err.println(
                report.status() == RunStatus.STOPPED
                        ? "STOPPED: " + Words.rows(report.counts().recordsWritten())
                                + " are in the destination for good"
                        : "FAILED: " + error.code());
        ErrorText.print(error, err);
        if (watcher.verbose()) {
            error.printStackTrace(err);
        }
    }
}
