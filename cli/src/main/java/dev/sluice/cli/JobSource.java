package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Binding;
import dev.sluice.job.BatchJob;
import dev.sluice.job.Job;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.RealtimeJob;
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
     * @throws SyncException with FILE_INVALID and every fault of the file, or if it is a real-time job
     */
    BoundJob bind(Connectors connectors) {
        JobParser parser = new JobParser(connectors.definitions());
        Job read = parser.parseAny(JobText.of(found()), variables);
        if (read instanceof RealtimeJob realtime) {
            throw notYet(realtime);
        }
        BatchJob job = (BatchJob) read;
        Binding binding =
                new Binding(workspace::resolve, job.settings().timeZone().orElse(ZoneOffset.UTC));
        return new BoundJob(
                job,
                connectors.of(job.reader()).reader(job.reader(), binding),
                connectors.of(job.writer()).writer(job.writer(), binding));
    }

    private SyncException notYet(RealtimeJob job) {
        return new SyncException(
                ErrorCode.FILE_INVALID,
                file + " is in order, but it is the real-time job \"" + job.name()
                        + "\", and this version of Sluice runs and checks batch jobs only",
                "Keep the file for a version that runs real-time jobs; until then copy its tables with batch jobs",
                null);
    }

    private Path found() {
        Path inWorkspace = workspace.jobs().resolve(file);
        return !Files.exists(file) && Files.exists(inWorkspace) ? inWorkspace : file;
    }
}
