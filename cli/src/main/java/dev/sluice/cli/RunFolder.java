package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.RunReport;
import dev.sluice.job.BatchJob;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What one run leaves behind in its workspace: its variables and report, and its dirty rows. */
final class RunFolder {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder of a run; two that begin in the same second get two. */
    static RunFolder make(Workspace workspace, String jobName, ZonedDateTime begin) {
        Path runs = workspace.state().resolve("runs");
        String name = NAME.format(begin) + "-" + jobName;
        try {
            Files.createDirectories(runs);
            return new RunFolder(unused(runs, name));
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "The run has no place for what it keeps: " + runs + " cannot be made (" + e.getMessage() + ")",
                    "Name a folder that you may write to with --workspace",
                    e);
        }
    }

    private static Path unused(Path runs, String name) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(runs.resolve(number == 1 ? name : name + "-" + number));
            } catch (FileAlreadyExistsException e) {
                // The next number is tried.
            }
        }
    }

    Path dirtyFile() {
        return folder.resolve("dirty.jsonl");
    }

    /** Keeps what came of the run, with the values that its variables had. */
    void keep(BatchJob job, RunReport report) {
        JsonFile.write(folder.resolve("run.json"), json -> {
            json.writeStartObject();
            json.writeStringField("job", job.name());
            json.writeObjectFieldStart("variables");
            for (var variable : job.variables().entrySet()) {
                json.writeStringField(variable.getKey(), variable.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("report");
            new RunJson(json).write(report);
            json.writeEndObject();
        });
    }
}
