package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.job.Nearest;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said when a command line is not understood, or a command throws. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final SluiceCommand sluice;
    private final PrintWriter err;

    Faults(SluiceCommand sluice, PrintWriter err) {
        this.sluice = sluice;
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        if (fault instanceof UnmatchedArgumentException unmatched) {
            unmatched.getUnmatched().forEach(word -> err.println(unknown(word, command)));
        } else {
            err.println(fault.getMessage());
        }
        String name = command.getCommandSpec().qualifiedName();
        err.println("Usage: " + command.getHelp().synopsis(0).strip() + "  (" + name + " --help says more)");
        return Exit.INVALID;
    }

    private static String unknown(String word, CommandLine command) {
        boolean option = word.startsWith("-");
        boolean verb = !option && !command.getSubcommands().isEmpty();
        Set<String> known = option
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        String what = option ? "Unknown option " : verb ? "Unknown command " : "One argument too many: ";
        return what
                + word
                + Nearest.to(word, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        int code = Exit.FAILED;
        if (problem instanceof SyncException error) {
            ErrorText.print(error, err);
            code = Exit.of(error.code());
        } else {
            err.println("A defect of Sluice: " + problem);
            err.println("  -> Run it again with -v and report what it prints");
        }
        if (sluice.verbose()) {
            problem.printStackTrace(err);
        }
        return code;
    }
}
