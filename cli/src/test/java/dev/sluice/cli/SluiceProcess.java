package dev.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The executable in a process of its own, with the class path of the tests. */
final class SluiceProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final Path err;

    private SluiceProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a command; what it prints goes to two files in {@code folder}. */
    static SluiceProcess start(Path folder, String... arguments) throws IOException {
        return startMain("dev.sluice.cli.Sluice", folder, arguments);
    }

    /** Starts a class of the tests in place of the executable. */
    static SluiceProcess startMain(String main, Path folder, String... arguments) throws IOException {
        return start("256m", main, folder, arguments);
    }

    /** Starts a command with a heap such as {@code 48m}. */
    static SluiceProcess startWithHeap(String heap, Path folder, String... arguments) throws IOException {
        return start(heap, "dev.sluice.cli.Sluice", folder, arguments);
    }

    private static SluiceProcess start(String heap, String main, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(listeningToSignals());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new SluiceProcess(process, out, err);
    }

    /** A build in the background of a shell ignores SIGINT, and so do its children; GNU env takes that back. */
    private static List<String> listeningToSignals() throws IOException {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? prefix : List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal, such as {@code INT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what it has printed so far, but for results. */
    String err() {
        return read(err);
    }

    /** Waits until the results that it prints hold a text and end with a line; returns them. */
    String awaitOutput(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && !process.waitFor(20, TimeUnit.MILLISECONDS)) {
            String printed = read(out);
            if (printed.contains(text) && printed.endsWith("\n")) {
                return printed;
            }
        }
        throw new IllegalStateException("it did not print " + text + ": " + read(out) + read(err));
    }

    /** Waits until it has said a text. */
    void awaitErr(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!read(err).contains(text)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IllegalStateException("it did not say " + text + ": " + read(err));
            }
        }
    }

    /** Waits for the end. */
    Outcome outcome() throws InterruptedException {
        return outcome(PATIENCE_SECONDS);
    }

    /** Waits for the end of long work. */
    Outcome outcome(long patienceSeconds) throws InterruptedException {
        if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not end: " + read(err));
        }
        return new Outcome(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it if it still runs. */
    @Override
    public void close() {
        process.destroy();
    }
}
