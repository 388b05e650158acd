package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Binding;
import dev.sluice.connector.Connector;
import dev.sluice.job.BatchJob;
import dev.sluice.job.Job;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.RealtimeDestination;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Variables;
import dev.sluice.job.Workspace;
import dev.sluice.realtime.JobFolder;
import dev.sluice.realtime.Refusals;
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
     * @throws SyncException with FILE_INVALID and every fault of the file, or if it asks for what this version does not have
     */
    BoundJob bind(Connectors connectors) {
        Job read = new JobParser(connectors.definitions()).parseAny(JobText.of(found()), variables);
        return read instanceof RealtimeJob realtime ? bind(realtime, connectors) : bind((BatchJob) read, connectors);
    }

    private BoundBatch bind(BatchJob job, Connectors connectors) {
        Binding binding =
                Binding.temporary(workspace::resolve, job.settings().timeZone().orElse(ZoneOffset.UTC));
        return new BoundBatch(
                job,
                connectors.of(job.reader()).reader(job.reader(), binding),
                connectors.of(job.writer()).writer(job.writer(), binding));
    }

    private BoundRealtime bind(RealtimeJob job, Connectors connectors) {
        Refusals.require(job);
        Connector source = connectors.of(workspace.dataSource(job.source().dataSource()));
        Connector destination = job.destination() instanceof RealtimeDestination.Named named
                ? connectors.of(workspace.dataSource(named.dataSource()))
                : connectors.stream();
        JobFolder folder = JobFolder.of(workspace, job.identity());
        Binding binding =
                new Binding(workspace::resolve, job.source().timeZone().orElse(ZoneOffset.UTC), folder.path());
        return new BoundRealtime(job, new BoundEnds(job, source, destination, binding, folder), folder);
    }

    /**
     * Reads the job as {@link #bind} does.
     *
     * @throws SyncException with COMMAND_INVALID, too, if it is no real-time job
     */
    BoundRealtime bindRealtime(Connectors connectors) {
        if (bind(connectors) instanceof BoundRealtime realtime) {
            return realtime;
        }
        throw new SyncException(
                ErrorCode.COMMAND_INVALID,
                file + " is a batch job, and this command is for real-time jobs",
                "A batch job runs to its end; Ctrl-C stops it",
                null);
    }

    private Path found() {
        Path inWorkspace = workspace.jobs().resolve(file);
        return !Files.exists(file) && Files.exists(inWorkspace) ? inWorkspace : file;
    }
}
