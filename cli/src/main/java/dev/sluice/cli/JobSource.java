package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.connector.Binding;
import dev.sluice.job.BatchJob;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.Variables;
import dev.sluice.job.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;

/**
 * Where a job is read from.
 *
 * @param file as the user gave it
 */
record JobSource(Path file, Workspace workspace, Variables variables) {
    /**
     * Reads the job and binds its connectors; nothing is connected yet.
     *
     * @throws SyncException with FILE_INVALID and every fault of the file
     */
    BoundJob bind(Connectors connectors) {
        BatchJob job = new JobParser(connectors.definitions()).parse(JobText.of(found()), variables);
        Binding binding =
                new Binding(workspace::resolve, job.settings().timeZone().orElse(ZoneOffset.UTC));
        return new BoundJob(
                job,
                connectors.of(job.reader()).reader(job.reader(), binding),
                connectors.of(job.writer()).writer(job.writer(), binding));
    }

    private Path found() {
        Path inWorkspace = workspace.jobs().resolve(file);
        return !Files.exists(file) && Files.exists(inWorkspace) ? inWorkspace : file;
    }
}
