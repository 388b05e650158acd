package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A real-time run that goes on in a thread of its own until it is closed, or ends by itself. */
final class Running implements AutoCloseable {
    private final RealtimeRun run;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<RealtimeReport> report;

    private Running(RealtimeRun run) {
        this.run = run;
        this.report = CompletableFuture.supplyAsync(run::run, thread);
    }

    /** Starts a run, and returns when it applies changes as they come. */
    static Running live(RealtimeRun run) {
        Running running = new Running(run);
        while (run.status().state() != JobState.LIVE) {
            running.requireGoingOn();
            Thread.onSpinWait();
        }
        return running;
    }

    /** Waits until a query says true; while it fails, it does not. */
    void await(TestDatabase database, String condition) {
        while (!isTrue(database, condition)) {
            requireGoingOn();
        }
    }

    /** Waits until a condition of the test holds. */
    void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            requireGoingOn();
            Thread.onSpinWait();
        }
    }

    private static boolean isTrue(TestDatabase database, String condition) {
        try {
            return "t".equals(database.value("SELECT " + condition));
        } catch (SQLException e) {
            return false;
        }
    }

    private void requireGoingOn() {
        if (report.isDone()) {
            throw new AssertionError("the run ended: " + report.join().error());
        }
    }

    /** Stops it in good order. */
    @Override
    public void close() {
        run.stop();
        thread.shutdown();
        assertThat(report.join().error()).isEmpty();
    }
}
