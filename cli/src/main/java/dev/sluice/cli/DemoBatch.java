package dev.sluice.cli;

import dev.sluice.batch.RunReport;
import dev.sluice.job.Variables;
import dev.sluice.testkit.TableChecksum;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

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
        out.println("Comparing both sides, each by a query of its own ...");
        for (String table : DemoWorkspace.tables()) {
            well &= compare(table);
        }
        return well;
    }

    private boolean copy(String table) {
        Variables variables = Variables.of(Map.of(), surroundings.time().now(), surroundings.zone());
        Path file = workspace.folder().resolve("jobs").resolve(DemoWorkspace.jobFile(table));
        JobSource source = new JobSource(file, workspace.workspace(), variables);
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

    private boolean compare(String table) throws SQLException {
        TableChecksum there = checksum(servers.source(), table);
        TableChecksum here = checksum(servers.destination(), table);
        boolean equal = there.equals(here);
        out.println(String.format(
                Locale.ROOT,
                "  %-12s %8s rows there, %8s here, checksums %s",
                table,
                Words.count(there.rows()),
                Words.count(here.rows()),
                equal ? "equal" : "DIFFERENT"));
        return equal;
    }

    private static TableChecksum checksum(DemoServers.Side side, String table) throws SQLException {
        try (Connection connection = side.shop().connect()) {
            return TableChecksum.of(connection, "\"" + table + "\"");
        }
    }
}
