package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The first process of a server, as its lock file postmaster.pid tells (line 1: process, line 7: System V shared
 * memory key and id; src/include/utils/pidfile.h).
 *
 * @param process empty if the server died and left the file
 */
record Postmaster(Optional<ProcessHandle> process, Optional<String> sharedMemoryId) {
    private static final int SHARED_MEMORY_LINE = 6;
    private static final int EXIT_SECONDS = 10;

    /** Reads the lock file; empty if there is none, that is after an orderly stop. */
    static Optional<Postmaster> of(Path data) throws IOException {
        Path lockFile = data.resolve("postmaster.pid");
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(lockFile);
        Optional<String> sharedMemoryId = lines.stream()
                .skip(SHARED_MEMORY_LINE)
                .findFirst()
                .map(line -> line.strip().replaceFirst(".*\\s", ""))
                .filter(word -> word.matches("\\d+"));
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(found -> serves(found, data));
        return Optional.of(new Postmaster(process, sharedMemoryId));
    }

    /** The number in an old lock file may be another program's by now. */
    private static boolean serves(ProcessHandle process, Path data) {
        return process.info()
                .commandLine()
                .map(line -> line.contains(data.toString()))
                .orElse(false);
    }

    /** Kills the server with all its processes at once (SIGKILL), as a crash does. */
    void kill() throws IOException {
        if (process.isEmpty()) {
            return;
        }
        ProcessHandle first = process.get();
        // Stopped before, so that it neither forks nor starts recovery while its children are counted and killed.
        run("kill", "-STOP", Long.toString(first.pid()));
        List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
        all.add(first);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle killed : all) {
            if (!ends(killed)) {
                throw new IOException("process " + killed.pid() + " of a test server does not end");
            }
        }
    }

    /** Stops all processes of the server where they are (SIGSTOP), until {@link #resume()}. */
    void suspend() throws IOException {
        signalAll("STOP");
    }

    /** Lets all processes of the server go on. */
    void resume() throws IOException {
        signalAll("CONT");
    }

    /** The first process comes first, so that it makes no other while they are counted. */
    private void signalAll(String signal) throws IOException {
        if (process.isPresent()) {
            ProcessHandle first = process.get();
            run("kill", "-" + signal, Long.toString(first.pid()));
            for (ProcessHandle other : first.descendants().toList()) {
                run("kill", "-" + signal, Long.toString(other.pid()));
            }
        }
    }

    /**
     * Waits until an orderly stop is over. A walsender whose client does not read holds one up; so it has its time, and
     * then the server is killed.
     */
    void awaitExit() throws IOException {
        if (process.isPresent() && !ends(process.get())) {
            kill();
        }
    }

    /** Frees the memory segment that a killed server leaves to its successor on the same data. */
    void releaseSharedMemory() throws IOException {
        if (sharedMemoryId.isPresent()) {
            run("ipcrm", "-m", sharedMemoryId.get());
        }
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(EXIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        ends(process.toHandle());
    }
}
