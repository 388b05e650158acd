package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunCounters;
import dev.sluice.batch.RunListener;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.engine.LocalEngine;
import dev.sluice.preflight.Finding;
import dev.sluice.realtime.Readiness;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at everything that a run of a job needs. */
@Command(
        name = "check",
        description = "Look at everything that a run needs, and show its plan. Changes nothing.",
        footer = {
            "",
            "Exit codes: 0 a run can start; 2 the file or the command line is wrong; 3 a check failed.",
            "",
            "Examples:",
            "  sluice check jobs/orders.json",
            "  sluice check jobs/orders.json -v                        (with every split)",
            "  sluice check jobs/orders.json --report findings.json",
            "  sluice check jobs/live-copy.json                        (real time: both servers, slot, tables)"
        })
final class CheckCommand implements Callable<Integer> {
    private final SluiceCommand sluice;
    private final Surroundings surroundings;

    @Mixin
    private final JobOptions options = new JobOptions();

    CheckCommand(SluiceCommand sluice, Surroundings surroundings) {
        this.sluice = sluice;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        options.check();
        BoundJob bound = bind();
        bound.printNotes(surroundings.out());
        List<Finding> findings = bound instanceof BoundRealtime realtime ? check(realtime) : check((BoundBatch) bound);
        return Finding.passed(findings) ? Exit.DONE : Exit.PREFLIGHT_FAILED;
    }

    /** A file that is wrong is reported too, so that nobody reads the report of an earlier check instead. */
    private BoundJob bind() {
        try {
            return options.source(surroundings).bind(surroundings.connectors());
        } catch (SyncException e) {
            options.report().ifPresent(file -> JsonFile.write(file, json -> new CheckJson(json).write(e)));
            throw e;
        }
    }

    private List<Finding> check(BoundRealtime bound) {
        try (ChangeSource source = bound.ends().source();
                ChangeSink sink = bound.ends().sink()) {
            List<Finding> findings = Readiness.of(bound.job(), source, sink).findings();
            print(findings, Optional.empty());
            report(json -> json.write(bound.job(), findings));
            return findings;
        }
    }

    private List<Finding> check(BoundBatch bound) {
        PlanKeeper keeper = new PlanKeeper();
        List<Finding> findings = check(bound, keeper);
        print(findings, keeper.plan);
        report(json -> json.write(bound.job(), findings, keeper.plan));
        return findings;
    }

    /** Writes a report. */
    private interface Report {
        void write(CheckJson json) throws IOException;
    }

    private void report(Report report) {
        options.report().ifPresent(file -> JsonFile.write(file, json -> report.write(new CheckJson(json))));
    }

    private List<Finding> check(BoundBatch bound, PlanKeeper keeper) {
        Path noDirtyRows = Path.of("dirty.jsonl");
        return new BatchRun(
                        bound.reader(),
                        bound.writer(),
                        bound.job().settings(),
                        new LocalEngine(),
                        noDirtyRows,
                        keeper,
                        surroundings.time())
                .check();
    }

    private void print(List<Finding> findings, Optional<BatchPlan> plan) {
        PrintWriter out = surroundings.out();
        FindingList.print(findings, out);
        plan.ifPresent(
                made -> (sluice.verbose() ? PlanText.allLines(made) : PlanText.lines(made)).forEach(out::println));
        out.println(Finding.passed(findings) ? "A run can start." : "A run cannot start.");
    }

    /** Keeps the plan that a check makes when nothing is wrong. */
    private static final class PlanKeeper implements RunListener {
        private Optional<BatchPlan> plan = Optional.empty();

        @Override
        public void checked(List<Finding> findings) {}

        @Override
        public void planned(BatchPlan made, RunCounters counters) {
            plan = Optional.of(made);
        }
    }
}
