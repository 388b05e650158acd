package dev.sluice.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice datasource} without a verb. */
@Command(
        name = "datasource",
        description = "Add, list, test and remove the data sources of a workspace.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  sluice datasource add shop --host db.example.com --database shop --username reader",
            "  sluice datasource list",
            "  sluice datasource test shop",
            "  sluice datasource remove shop",
            "  sluice datasource add --help"
        })
final class DatasourceCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                commandLine,
                "A command is missing; allowed: "
                        + String.join(", ", commandLine.getSubcommands().keySet()));
    }
}
