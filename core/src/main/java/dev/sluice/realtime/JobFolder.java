package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.job.JobIdentity;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder {@code .sluice/realtime/<id>} of a workspace, by which the run of a job and the commands about it know of each
 * other: a lock that the run holds, a file that says how it stands, and files that ask it to stop, or to copy tables anew. Immutable.
 */
public final class JobFolder {
    /** A look takes the lock for a moment, so it is tried again. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN = Duration.ofMillis(100);

    /**
     * What this process holds. A process loses all its locks of a file once it closes any channel of that file, as POSIX has it,
     * so none of these is opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final String id;

    private JobFolder(Path folder, String id) {
        this.folder = folder;
        this.id = id;
    }

    /** Returns the folder of a job; it is made when something is written there. */
    public static JobFolder of(Workspace workspace, JobIdentity job) {
        return new JobFolder(all(workspace).resolve(job.id()), job.id());
    }

    /** Returns whether a job has run in this workspace and was not dropped. */
    public static boolean exists(Workspace workspace, String id) {
        return Files.isDirectory(all(workspace).resolve(id));
    }

    private static Path all(Workspace workspace) {
        return workspace.state().resolve("realtime");
    }

    /** Returns where the run keeps what else it has. */
    public Path path() {
        return folder;
    }

    /**
     * Does work that nobody else may do for the job in this workspace meanwhile; forgets a wish to stop that is older, and
     * answers that nobody waits for.
     *
     * @throws SyncException with ALREADY_RUNNING when another process does, with FILE_NOT_WRITABLE when the folder cannot be
     *     made
     */
    public <T> T exclusively(Supplier<T> work) {
        Path own = folder.toAbsolutePath().normalize();
        if (!HELD.add(own)) {
            throw running();
        }
        try {
            FileChannel lock;
            synchronized (HELD) {
                lock = lock();
            }
            try {
                return work.get();
            } finally {
                close(lock);
            }
        } finally {
            HELD.remove(own);
        }
    }

    private FileChannel lock() {
        try {
            Files.createDirectories(folder);
            FileChannel lock = tryLock().orElseThrow(this::running);
            Files.deleteIfExists(stopFile());
            resyncs().deleteAnswers();
            return lock;
        } catch (IOException e) {
            throw notWritable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The job " + id + " was not begun", null, e);
        }
    }

    private SyncException running() {
        String process =
                status().map(status -> " by the process " + status.process()).orElse("");
        return new SyncException(
                ErrorCode.ALREADY_RUNNING,
                "The job " + id + " is run already" + process + " in this workspace",
                "Stop it first: sluice stop FILE",
                null);
    }

    /** Returns whether a process runs the job in this workspace now. */
    public boolean isHeld() {
        synchronized (HELD) {
            return HELD.contains(folder.toAbsolutePath().normalize()) || isHeldElsewhere();
        }
    }

    private boolean isHeldElsewhere() {
        if (!Files.exists(lockFile())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** The lock goes with its channel. */
    private Optional<FileChannel> tryLock() throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            for (int tries = 1; !locked && tries < TRIES; tries++) {
                Time.system().sleep(BETWEEN);
                locked = channel.tryLock() != null;
            }
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(channel) : Optional.empty();
    }

    private void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** Asks whoever runs the job to stop. */
    public void askToStop() {
        try {
            Files.createDirectories(folder);
            Files.writeString(stopFile(), "");
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** Returns whether whoever runs the job is asked to stop. */
    public boolean isAskedToStop() {
        return Files.exists(stopFile());
    }

    /** Returns the wishes that tables be copied anew, and the answers to them. */
    public ResyncFiles resyncs() {
        return new ResyncFiles(folder);
    }

    /** Writes how the run stands, so that nobody ever reads half of it. */
    public void write(StoredStatus status) {
        Path next = folder.resolve("status.json.new");
        try {
            Files.writeString(next, StatusJson.text(status));
            replace(next, statusFile());
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    static void replace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns what the last run wrote; empty where there was none or nothing can be read. */
    public Optional<StoredStatus> status() {
        try {
            return Optional.of(StatusJson.read(Files.readString(statusFile())));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Deletes the folder and says whether there was one; nobody runs the job. */
    public boolean delete() {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
            return true;
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private SyncException notWritable(IOException cause) {
        return notWritable(folder, cause);
    }

    static SyncException notWritable(Path folder, IOException cause) {
        return new SyncException(
                ErrorCode.FILE_NOT_WRITABLE,
                "The state of the job cannot be kept in " + folder + ": " + cause.getMessage(),
                "Make room, or let the user who runs Sluice write there",
                cause);
    }

    private Path lockFile() {
        return folder.resolve("lock");
    }

    private Path stopFile() {
        return folder.resolve("stop");
    }

    private Path statusFile() {
        return folder.resolve("status.json");
    }
}
