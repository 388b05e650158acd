package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command about a job file takes. */
final class JobOptions {
    private static final String LOCAL = LocalEngine.NAME;

    @Parameters(
            paramLabel = "FILE",
            description = "The job file. One that is not there is looked for in the workspace's folder jobs as well.")
    private Path file = Path.of("");

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(
            names = "-p",
            paramLabel = "name=value",
            description = "Gives the variable $${name} of the file a value; also \"-Dname=value\". May be repeated.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--report", paramLabel = "FILE", description = "Writes what came of it to this file, as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--engine", paramLabel = "NAME", description = "Where channels run: local (threads, the default).")
    private String engine = LOCAL;

    /** Refuses values that no file could make good. */
    void check() {
        if (!engine.equals(LOCAL)) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "--engine " + engine + ": this version of Sluice has the engine " + LOCAL + " only",
                    "Leave --engine out; the job file stays as it is",
                    null);
        }
        report.ifPresent(JobOptions::requireFolder);
    }

    /** A report that cannot be written is better said before hours of work than after. */
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

    JobSource source(Surroundings surroundings) {
        return new JobSource(file, workspace.workspace(surroundings), variables(surroundings));
    }

    private Variables variables(Surroundings surroundings) {
        return Variables.of(
                Variables.assignments(parameters), surroundings.time().now(), surroundings.zone());
    }

    Optional<Path> report() {
        return report;
    }
}
