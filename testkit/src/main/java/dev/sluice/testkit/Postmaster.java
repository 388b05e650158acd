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
 */
record Postmaster(Path data, long pid, Optional<String> sharedMemoryId) {
    private static final int SHARED_MEMORY_LINE = 6;
    private static final int EXIT_SECONDS = 10;

    /** Reads the lock file; empty if there is none, that is after an orderly stop. */
    static Optional<Postmaster> of(Path data) throws IOException {
        Path lockFile = data.resolve("postmaster.pid");
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(lockFile);
        Optional<String> id = lines.stream()
                .skip(SHARED_MEMORY_LINE)
                .findFirst()
                .map(line -> line.strip().replaceFirst(".*\\s", ""))
                .filter(word -> word.matches("\\d+"));
        return Optional.of(new Postmaster(data, Long.parseLong(lines.get(0).strip()), id));
    }

    /** Kills the server with all its processes at once (SIGKILL), as a crash does. */
    void kill() throws IOException {
        Optional<ProcessHandle> running = ProcessHandle.of(pid).filter(this::isOurs);
        if (running.isEmpty()) {
            return;
        }
        // Stopped first, so that it neither forks nor starts recovery while its children are counted and killed.
        run("kill", "-STOP", Long.toString(pid));
        List<ProcessHandle> processes =
                new ArrayList<>(running.get().descendants().toList());
        processes.add(running.get());
        processes.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : processes) {
            awaitExit(process);
        }
    }

    /** The number in an old lock file may be another program's by now. */
    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .commandLine()
                .map(line -> line.contains(data.toString()))
                .orElse(false);
    }

    /** Frees the memory segment that a killed server leaves to its successor on the same data. */
    void releaseSharedMemory() throws IOException {
        if (sharedMemoryId.isPresent()) {
            run("ipcrm", "-m", sharedMemoryId.get());
        }
    }

    private static void awaitExit(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(EXIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.pid() + " of a test server does not end", e);
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitExit(process.toHandle());
    }
}
