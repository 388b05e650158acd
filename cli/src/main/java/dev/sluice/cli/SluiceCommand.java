package dev.sluice.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sluice} without a verb. */
@Command(
        name = "sluice",
        description = "Moves data from and to PostgreSQL.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done; 1 the run failed; 2 the file or the command line is wrong;",
            "3 a check before the run failed; 130 and 143 stopped by a signal.",
            "",
            "Examples:",
            "  sluice demo",
            "  sluice check jobs/orders.json",
            "  sluice run jobs/orders.json -p day=2026-01-31",
            "  sluice run jobs/live-copy.json",
            "  sluice status jobs/live-copy.json",
            "  sluice datasource test shop",
            "  sluice help run"
        })
final class SluiceCommand implements Runnable {
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more: a log, every split, and stack traces of errors.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    /** Returns whether the user wants to know more than most do. */
    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                commandLine,
                "A command is missing; allowed: "
                        + String.join(", ", commandLine.getSubcommands().keySet()));
    }
}
