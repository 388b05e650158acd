package dev.sluice.cli;

import dev.sluice.SyncException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said when a command line is not understood, or a command throws. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintWriter err;

    Faults(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        err.println(fault.getMessage());
        if (fault instanceof UnmatchedArgumentException unmatched) {
            suggest(unmatched.getSuggestions());
        }
        err.println(command.getHelp().synopsisHeading().strip() + " "
                + command.getHelp().synopsis(0).strip() + "   (" + command.getCommandSpec().qualifiedName() + " --help says more)");
        return Exit.INVALID;
    }

    private void suggest(List<String> nearest) {
        nearest.stream().findFirst().ifPresent(word -> err.println("Did you mean " + word + "?"));
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
        if (CommonOptions.verbose(parsed)) {
            problem.printStackTrace(err);
        }
        return code;
    }
}
