package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.testkit.TestDatabase;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** A run that is stopped at a moment which the test chooses. That it ends at all is what such a test waits for. */
final class Stopping {
    private final RunReport report;

    private Stopping(RunReport report) {
        this.report = report;
    }

    /** Runs a job in a thread of its own, stops it when {@code moment} has come, and waits for its end. */
    static Stopping of(TestJob job, Gate.Action moment) throws Exception {
        BatchRun run = job.bind();
        SyncException reason = new SyncException(ErrorCode.CANCELLED, "Somebody wants it so");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<RunReport> report = thread.submit(run::run);
            moment.run();
            run.stop(reason);
            assertThat(report.get().error()).containsSame(reason);
            return new Stopping(report.get());
        } finally {
            thread.shutdown();
        }
    }

    /** Checks that it says that it was stopped, and how many rows are in the destination for good. */
    void assertStopped(long written) {
        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.error().orElseThrow().code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(report.counts().recordsWritten()).isEqualTo(written);
    }

    /** Waits until no session of the run is left in a database. */
    static void awaitNoSession(TestDatabase database) throws Exception {
        Gate.await(
                database,
                "SELECT count(*) = 0 FROM pg_stat_activity"
                        + " WHERE application_name = 'sluice' AND datname = current_database()");
    }

    /** Waits until no thread of a run is left; those of requests that nobody answers end by themselves. */
    static void awaitNoThread() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("sluice-")) {
                thread.join();
            }
        }
    }

    /** Waits until something of this process is so. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.onSpinWait();
        }
    }

    /** Waits until so many connections of a run are being made. */
    static void awaitConnecting(int connections) throws InterruptedException {
        await(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("sluice-connect"))
                        .count()
                >= connections);
    }

    /** Returns whether a channel has begun. */
    static boolean aChannelHasBegun() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("sluice-writer"));
    }
}
