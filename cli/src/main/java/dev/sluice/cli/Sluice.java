package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
        SluiceCommand sluice = new SluiceCommand();
        Faults faults = new Faults(sluice, surroundings.err());
        return withHelp(sluice)
                .addSubcommand(withHelp(new RunCommand(sluice, surroundings)))
                .addSubcommand(withHelp(new CheckCommand(sluice, surroundings)))
                .addSubcommand(withHelp(new StatusCommand(surroundings)))
                .addSubcommand(withHelp(new StopCommand(surroundings)))
                .addSubcommand(withHelp(new ResyncCommand(surroundings)))
                .addSubcommand(withHelp(new DropCommand(surroundings)))
                .addSubcommand(datasource(surroundings))
                .addSubcommand(withHelp(new DemoCommand(surroundings)))
                .addSubcommand(withHelp(new SchemaCommand(surroundings)))
                .addSubcommand(withHelp(new VersionCommand(surroundings)))
                .addSubcommand(new HelpCommand())
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(faults)
                .setExecutionExceptionHandler(faults)
                .setExecutionStrategy(parsed -> execute(parsed, sluice));
    }

    private static CommandLine datasource(Surroundings surroundings) {
        return withHelp(new DatasourceCommand())
                .addSubcommand(withHelp(new DatasourceAddCommand(surroundings)))
                .addSubcommand(withHelp(new DatasourceListCommand(surroundings)))
                .addSubcommand(withHelp(new DatasourceTestCommand(surroundings)))
                .addSubcommand(withHelp(new DatasourceRemoveCommand(surroundings)));
    }

    private static CommandLine withHelp(Object command) {
        CommandLine commandLine = new CommandLine(command);
        CommandSpec spec = commandLine.getCommandSpec();
        spec.usageMessage().abbreviateSynopsis(true);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        return commandLine;
    }

    private static int execute(ParseResult parsed, SluiceCommand sluice) {
        if (sluice.verbose()) {
            Logging.verbose();
        } else {
            Logging.quiet();
        }
        return new RunLast().execute(parsed);
    }
}
