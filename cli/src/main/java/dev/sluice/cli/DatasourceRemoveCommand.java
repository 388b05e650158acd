package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes the file of a data source. */
@Command(
        name = "remove",
        description = "Delete the file of a data source, after asking. The database stays as it is. A data source that"
                + " jobs of the workspace name is not removed without --force; one that a job gets out of a variable is"
                + " not seen.",
        footer = {
            "",
            "Exit codes: 0 removed; 1 not removed; 2 the command line is wrong, or jobs need it.",
            "",
            "Examples:",
            "  sluice datasource remove shop",
            "  sluice datasource remove shop --yes"
        })
final class DatasourceRemoveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final WorkspaceOption option = new WorkspaceOption();

    @Parameters(paramLabel = "NAME", description = "The data source.")
    private String name = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--force", description = "Remove it although jobs name it.")
    private boolean force;

    DatasourceRemoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Workspace workspace = option.workspace(surroundings);
        // Named before anything is asked, so that a wrong name is said at once.
        workspace.requireDataSource(name);
        Path file = workspace.dataSourceFile(name);
        List<Path> jobs = workspace.jobsWith(name);
        if (!jobs.isEmpty() && !force) {
            throw invalid(
                    "The data source " + name + " is used by\n" + lines(jobs),
                    "Change these jobs first, or add --force");
        }
        if (!yes && !agreed(file)) {
            surroundings.err().println("Nothing was removed.");
            return Exit.FAILED;
        }
        workspace.removeDataSource(name);
        surroundings.out().println("Removed " + file);
        if (!jobs.isEmpty()) {
            surroundings.out().println("These jobs cannot run any more:\n" + lines(jobs));
        }
        return Exit.DONE;
    }

    private boolean agreed(Path file) {
        if (!surroundings.answers().canAsk()) {
            throw invalid("There is no terminal to ask on whether to remove " + file, "Add --yes");
        }
        return surroundings
                .answers()
                .ask("Remove " + file + "? [y/N] ")
                .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                .filter(answer -> answer.equals("y") || answer.equals("yes"))
                .isPresent();
    }

    private static String lines(List<Path> jobs) {
        return jobs.stream().map(job -> "  " + job).collect(Collectors.joining("\n"));
    }

    private static SyncException invalid(String what, String cure) {
        return new SyncException(ErrorCode.COMMAND_INVALID, what, cure, null);
    }
}
