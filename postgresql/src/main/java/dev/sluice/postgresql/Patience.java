package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long several waits may take together. Used by one thread. */
final class Patience {
    private final Duration limit;
    private final Time time;
    private final long begin;

    Patience(Duration limit, Time time) {
        this.limit = limit;
        this.time = time;
        this.begin = time.nanos();
    }

    /** Returns all that there was in the beginning, as words. */
    String limit() {
        return limit.toSeconds() + " s";
    }

    /** Returns what is left, at least a millisecond. */
    Duration left() {
        Duration left = limit.minusNanos(time.nanos() - begin);
        return left.toMillis() > 0 ? left : Duration.ofMillis(1);
    }

    /**
     * Waits for work that nothing ends, in a thread of its own; whoever gives up leaves the thread alone with it.
     *
     * @throws TimeoutException if nothing is left
     * @throws ExecutionException if the work fails
     */
    <T> T await(Callable<T> work) throws ExecutionException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "sluice-connection-test");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The test was interrupted", null, e);
        }
    }
}
