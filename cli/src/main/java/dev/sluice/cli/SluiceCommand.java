package dev.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            "  sluice help run"
        })
final class SluiceCommand implements Runnable {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), "A command is missing");
    }
}
