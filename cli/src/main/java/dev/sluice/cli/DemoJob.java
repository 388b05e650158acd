package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RunPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real-time job of the demo, run as {@code sluice run} runs it, by a thread of its own. */
final class DemoJob implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BoundRealtime bound;
    private final Surroundings surroundings;
    private final PrintWriter out;
    private final Thread thread = new Thread(this::execute, "sluice-demo-job");
    private volatile Optional<SyncException> failure = Optional.empty();

    /** Something that comes true while the job runs. */
    @FunctionalInterface
    interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    DemoJob(BoundRealtime bound, Surroundings surroundings) {
        this.bound = bound;
        this.surroundings = surroundings.tellingAllInOnePlace();
        this.out = surroundings.out();
    }

    /** Starts it, and waits until it has copied everything and applies every change as soon as it comes. */
    void start() throws InterruptedException {
        thread.start();
        await(
                "live",
                () -> bound.folder()
                        .status()
                        .filter(stored -> stored.status().state() == JobState.LIVE)
                        .isPresent());
    }

    private void execute() {
        RunOutput output = new RunOutput(false, RunOutput.Detail.SILENT);
        try {
            new RealtimeJobRun(bound, RunPlan.STANDARD, output, surroundings).execute(this::tell);
        } catch (SyncException e) {
            failure = Optional.of(e);
        }
    }

    private void tell(RealtimeReport report) {
        failure = report.error();
        new RealtimeEndText(out).print(report);
    }

    /** Waits for something that the job is to bring about. */
    <E extends Exception> void await(String what, Condition<E> condition) throws E, InterruptedException {
        long end = surroundings.time().nanos() + PATIENCE.toNanos();
        while (!condition.holds()) {
            boolean ended = !thread.isAlive();
            if (ended || surroundings.time().nanos() > end) {
                throw failure.orElseGet(() -> new SyncException(
                        ErrorCode.INTERNAL,
                        "The real-time job has " + (ended ? "ended" : "run for " + PATIENCE.toSeconds() + " s")
                                + ", and this was not seen: " + what,
                        null,
                        null));
            }
            surroundings.time().sleep(GLANCE);
        }
    }

    /** Prints what {@code sluice status} prints. */
    void printStatus() {
        new StatusText(out).print(bound, JobView.of(bound), List.of());
    }

    /** Stops it as {@code sluice stop} does, unless it has ended; a wish that comes before its start is forgotten there. */
    @Override
    public void close() {
        try {
            while (thread.isAlive()) {
                bound.folder().askToStop();
                thread.join(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
