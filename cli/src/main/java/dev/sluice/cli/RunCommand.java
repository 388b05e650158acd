package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.batch.RunReport;
import dev.sluice.engine.LocalEngine;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a job to its end. */
@Command(
        name = "run",
        description = "Run a job to its end. Rows that the writer stream prints go to standard output, all else to"
                + " standard error.",
        footer = {
            "",
            "Exit codes: 0 done; 1 the run failed; 2 the file or the command line is wrong;",
            "3 a check before the run failed; 130 and 143 stopped by a signal, in good order.",
            "",
            "Examples:",
            "  sluice run jobs/orders.json",
            "  sluice run jobs/orders.json -p day=2026-01-31 --report orders-report.json",
            "  SLUICE_WORKSPACE=/srv/sync sluice run orders.json --no-progress"
        })
final class RunCommand implements Callable<Integer> {
    private final SluiceCommand sluice;
    private final Surroundings surroundings;

    @Mixin
    private final JobOptions options = new JobOptions();

    @Option(names = "--no-progress", description = "Show no progress, only the end.")
    private boolean noProgress;

    RunCommand(SluiceCommand sluice, Surroundings surroundings) {
        this.sluice = sluice;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        options.check();
        Instant start = surroundings.time().now();
        try {
            return Exit.of(run(options.source(surroundings)));
        } catch (SyncException e) {
            report(RunReport.notStarted(start, LocalEngine.NAME, e));
            throw e;
        }
    }

    private RunReport run(JobSource source) {
        BoundJob bound = source.bind(surroundings.connectors());
        bound.printNotes(surroundings.err());
        RunOutput output = new RunOutput(!noProgress, sluice.verbose() ? RunOutput.Detail.ALL : RunOutput.Detail.PLAN);
        return new JobRun(bound, source.workspace(), output, surroundings).execute(this::tell);
    }

    private void tell(RunReport report) {
        new EndText(surroundings.zone(), surroundings.err()).print(report);
        if (sluice.verbose()) {
            report.error().ifPresent(error -> error.printStackTrace(surroundings.err()));
        }
        report(report);
    }

    private void report(RunReport report) {
        options.report().ifPresent(file -> JsonFile.write(file, json -> new RunJson(json).write(report)));
    }
}
