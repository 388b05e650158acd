package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command writes what came of it. */
final class ReportOption {
    @Option(names = "--report", paramLabel = "FILE", description = "Writes what came of it to this file, as JSON.")
    private Optional<Path> file = Optional.empty();

    /** A report that cannot be written is better said before hours of work than after. */
    void check() {
        file.ifPresent(ReportOption::requireFolder);
    }

    private static void requireFolder(Path report) {
        Path folder = report.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(report)) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "--report " + report + " cannot be written",
                    "Name a file in a folder that exists and that you may write to",
                    null);
        }
    }

    Optional<Path> file() {
        return file;
    }
}
