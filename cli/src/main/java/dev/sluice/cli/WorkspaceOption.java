package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which workspace a command works in. */
final class WorkspaceOption {
    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder with datasources/ and the state of runs. Default: $SLUICE_WORKSPACE, or the"
                    + " current folder.")
    private Optional<Path> folder = Optional.empty();

    Workspace workspace(Surroundings surroundings) {
        Path chosen = folder.orElseGet(() -> Path.of(surroundings.environment().getOrDefault("SLUICE_WORKSPACE", "")));
        if (!Files.isDirectory(chosen.toAbsolutePath())) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "The workspace " + chosen + " is not a folder",
                    "Name another one with --workspace or SLUICE_WORKSPACE, or make it",
                    null);
        }
        return Workspace.of(chosen, surroundings.environment());
    }
}
