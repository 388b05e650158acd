package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.RunReport;
import dev.sluice.engine.LocalEngine;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RunPlan;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a job: of a batch job to its end, of a real-time job until it is stopped. */
@Command(
        name = "run",
        description = {
            "Run a job: a batch job to its end, a real-time job until it is stopped (Ctrl-C, SIGTERM or sluice stop).",
            "What stops or kills a real-time job loses nothing; the next run goes on. Rows and changes that the"
                    + " destination stream prints go to standard output, all else to standard error."
        },
        footer = {
            "",
            "Exit codes: 0 done, or stopped by sluice stop; 1 the run failed; 2 the file or the command line is wrong;",
            "3 a check before the run failed, or the job runs already; 130 and 143 stopped by a signal, in good order.",
            "",
            "Examples:",
            "  sluice run jobs/orders.json",
            "  sluice run jobs/orders.json -p day=2026-01-31 --report orders-report.json",
            "  sluice run jobs/live-copy.json                          (real time, in the foreground)",
            "  sluice run jobs/live-copy.json --until caught-up        (real time, for a scheduler)",
            "  SLUICE_WORKSPACE=/srv/sync sluice run orders.json --no-progress"
        })
final class RunCommand implements Callable<Integer> {
    private final SluiceCommand sluice;
    private final Surroundings surroundings;

    @Mixin
    private final JobOptions options = new JobOptions();

    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Option(names = "--no-progress", description = "Show no progress, only the end.")
    private boolean noProgress;

    RunCommand(SluiceCommand sluice, Surroundings surroundings) {
        this.sluice = sluice;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        options.check();
        return prepare(follow.plan()).getAsInt();
    }

    /** What fails here is reported as a run that did not start; afterwards the run reports itself. */
    private IntSupplier prepare(RunPlan plan) {
        Instant start = surroundings.time().now();
        try {
            JobSource source = options.source(surroundings);
            BoundJob bound = source.bind(surroundings.connectors());
            bound.printNotes(surroundings.err());
            return bound instanceof BoundRealtime realtime ? run(realtime, plan) : run((BoundBatch) bound, source);
        } catch (SyncException e) {
            report(RunReport.notStarted(start, LocalEngine.NAME, e));
            throw e;
        }
    }

    private IntSupplier run(BoundBatch bound, JobSource source) {
        follow.requireNone();
        JobRun run = new JobRun(bound, source.workspace(), output(), surroundings);
        return () -> Exit.of(run.execute(this::tell));
    }

    private IntSupplier run(BoundRealtime bound, RunPlan plan) {
        RealtimeJobRun run = new RealtimeJobRun(bound, plan, output(), surroundings);
        return () -> {
            Instant start = surroundings.time().now();
            try {
                return Exit.of(run.execute(this::tell));
            } catch (SyncException e) {
                if (e.code() == ErrorCode.ALREADY_RUNNING) {
                    report(RunReport.notStarted(start, LocalEngine.NAME, e));
                }
                throw e;
            }
        };
    }

    private RunOutput output() {
        return new RunOutput(!noProgress, sluice.verbose() ? RunOutput.Detail.ALL : RunOutput.Detail.PLAN);
    }

    private void tell(RunReport report) {
        new EndText(surroundings.zone(), surroundings.err()).print(report);
        if (sluice.verbose()) {
            report.error().ifPresent(error -> error.printStackTrace(surroundings.err()));
        }
        report(report);
    }

    private void tell(RealtimeReport report) {
        new RealtimeEndText(surroundings.err()).print(report);
        if (sluice.verbose()) {
            report.error().ifPresent(error -> error.printStackTrace(surroundings.err()));
        }
        options.report().ifPresent(file -> JsonFile.write(file, json -> RealtimeJson.write(json, report)));
    }

    private void report(RunReport report) {
        options.report().ifPresent(file -> JsonFile.write(file, json -> new RunJson(json).write(report)));
    }
}
