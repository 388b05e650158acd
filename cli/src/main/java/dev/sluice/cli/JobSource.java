package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.BatchJob;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.Variables;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
    BoundJob bind() {
        BatchJob job = new JobParser(Connectors.definitions()).parse(new JobText(file.toString(), text()), variables);
        return new BoundJob(
                job,
                Connectors.of(job.reader()).reader(job.reader(), workspace::resolve),
                Connectors.of(job.writer()).writer(job.writer(), workspace::resolve));
    }

    private String text() {
        try {
            Path inWorkspace = workspace.jobs().resolve(file);
            return Files.readString(!Files.exists(file) && Files.exists(inWorkspace) ? inWorkspace : file);
        } catch (NoSuchFileException e) {
            throw unreadable("there is no such file", "Name a file as seen from the current folder, or one of "
                    + workspace.jobs(), e);
        } catch (CharacterCodingException e) {
            throw unreadable("the file is not in UTF-8", "Save it in UTF-8", e);
        } catch (IOException e) {
            throw unreadable("the file cannot be read (" + e.getMessage() + ")", "Name a file that you may read", e);
        }
    }

    private SyncException unreadable(String what, String hint, IOException cause) {
        return new SyncException(ErrorCode.FILE_INVALID, file + ": " + what, hint, cause);
    }
}
