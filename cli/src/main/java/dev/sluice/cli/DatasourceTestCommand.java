package dev.sluice.cli;

import dev.sluice.connector.ConnectionTest;
import dev.sluice.job.DataSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries to connect to a data source. */
@Command(
        name = "test",
        description = "Connect to every address of a data source, step by step: resolve, connect, TLS, authenticate,"
                + " version. Changes nothing. Ends with Connectable, ConfigError (somebody has to change something),"
                + " Unreachable (nobody answers, or not now) or Unsupported (an old server, or no PostgreSQL).",
        footer = {
            "",
            "Exit codes: 0 Connectable; 2 the file or the command line is wrong; 3 all else.",
            "",
            "Examples:",
            "  sluice datasource test shop",
            "  sluice datasource test shop --timeout 3 --json"
        })
final class DatasourceTestCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final TimeoutOption timeout = new TimeoutOption();

    @Parameters(paramLabel = "NAME", description = "The data source.")
    private String name = "";

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    DatasourceTestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        DataSource dataSource = workspace.workspace(surroundings).dataSource(name);
        ConnectionTest test = surroundings.connectors().of(dataSource).test(dataSource, timeout.limit());
        if (json) {
            JsonFile.print(surroundings.out(), content -> new ConnectionTestJson(content).write(name, test));
        } else {
            ConnectionTestText.print(name, test, surroundings.out());
        }
        return test.verdict() == ConnectionTest.Verdict.CONNECTABLE ? Exit.DONE : Exit.PREFLIGHT_FAILED;
    }
}
