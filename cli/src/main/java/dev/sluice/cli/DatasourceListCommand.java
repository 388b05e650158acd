package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.job.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the data sources of a workspace. */
@Command(
        name = "list",
        description = "List the data sources of the workspace, and how each keeps its secrets: sealed, environment,"
                + " plain or none. Connects to nothing, and shows no secret.",
        footer = {
            "",
            "Exit codes: 0 done, also when files are wrong, which are named below the list; 2 the command line is"
                    + " wrong.",
            "",
            "Examples:",
            "  sluice datasource list",
            "  sluice datasource list --json"
        })
final class DatasourceListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final WorkspaceOption option = new WorkspaceOption();

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    DatasourceListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Workspace workspace = option.workspace(surroundings);
        List<String> names = workspace.dataSourceNames();
        Map<String, DataSourceLine> lines = new LinkedHashMap<>();
        Map<String, String> faults = new LinkedHashMap<>();
        for (String name : names) {
            try {
                lines.put(name, DataSourceLine.of(workspace.dataSource(name)));
            } catch (SyncException e) {
                faults.put(name, String.valueOf(e.getMessage()));
            }
        }
        if (json) {
            JsonFile.print(surroundings.out(), content -> new DataSourceListJson(content).write(lines, faults));
        } else {
            print(workspace, lines, faults);
        }
        return Exit.DONE;
    }

    private void print(Workspace workspace, Map<String, DataSourceLine> lines, Map<String, String> faults) {
        if (lines.isEmpty() && faults.isEmpty()) {
            surroundings.out().println("There is no data source in " + workspace.dataSources());
            surroundings.out().println("  -> Make one with sluice datasource add");
            return;
        }
        if (!lines.isEmpty()) {
            TextTable.print(
                    DataSourceLine.HEAD,
                    lines.values().stream().map(DataSourceLine::cells).toList(),
                    surroundings.out());
        }
        faults.forEach((name, fault) -> surroundings.err().println("warning: " + name + " cannot be used:\n" + fault));
    }
}
