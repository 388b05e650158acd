package dev.sluice.cli;

import dev.sluice.batch.RunReport;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Locale;

/** The batch half of the demo: one job a table, and a look at both sides afterwards. */
final class DemoBatch {
    private final DemoServers servers;
    private final DemoWorkspace workspace;
    private final Surroundings surroundings;
    private final PrintWriter out;

    DemoBatch(DemoServers servers, DemoWorkspace workspace, Surroundings surroundings) {
        this.servers = servers;
        this.workspace = workspace;
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    /** Returns whether every job went well and both sides are equal. */
    boolean run() throws SQLException {
        out.println("Running a batch job for each table ...");
        boolean well = true;
        for (String table : DemoWorkspace.tables()) {
            well &= copy(table);
        }
        out.println();
        return DemoComparison.print(servers.source(), servers.destination(), out) && well;
    }

    private boolean copy(String table) {
        JobSource source = workspace.job(DemoWorkspace.jobFile(table), surroundings);
        boolean terminal = surroundings.columns().isPresent();
        RunReport report = new JobRun(
                        (BoundBatch) source.bind(surroundings.connectors()),
                        workspace.workspace(),
                        new RunOutput(terminal, RunOutput.Detail.SILENT),
                        surroundings)
                .execute(this::tell);
        out.println(line(table, report));
        return report.error().isEmpty();
    }

    private void tell(RunReport report) {
        report.error().ifPresent(error -> ErrorText.print(error, surroundings.err()));
    }

    private static String line(String table, RunReport report) {
        return String.format(
                Locale.ROOT,
                "  %-12s %8s rows in %s, %s splits, %s channels",
                table,
                Words.count(report.counts().recordsWritten()),
                Words.exact(report.elapsed()),
                report.extent().splits(),
                report.extent().channels());
    }
}
