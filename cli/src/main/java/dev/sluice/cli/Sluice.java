package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The executable. */
public final class Sluice {
    private Sluice() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Surroundings.ofProcess()).execute(arguments));
    }

    /** Wires all commands. */
    static CommandLine commandLine(Surroundings surroundings) {
        Faults faults = new Faults(surroundings.err());
        return new CommandLine(new SluiceCommand())
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new VersionCommand(surroundings))
                .addSubcommand(new HelpCommand())
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(faults)
                .setExecutionExceptionHandler(faults)
                .setExecutionStrategy(Sluice::execute);
    }

    private static int execute(ParseResult parsed) {
        if (CommonOptions.verbose(parsed)) {
            Logging.verbose();
        } else {
            Logging.quiet();
        }
        return new RunLast().execute(parsed);
    }
}
