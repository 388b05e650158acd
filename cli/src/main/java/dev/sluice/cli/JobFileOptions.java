package dev.sluice.cli;

import dev.sluice.job.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job a command is about. */
final class JobFileOptions {
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

    JobSource source(Surroundings surroundings) {
        return new JobSource(file, workspace.workspace(surroundings), variables(surroundings));
    }

    private Variables variables(Surroundings surroundings) {
        return Variables.of(
                Variables.assignments(parameters), surroundings.time().now(), surroundings.zone());
    }
}
