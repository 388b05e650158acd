package dev.sluice.engine;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Threads that succeed together: the first failure ends them all and is what {@link #join} throws. */
final class Workers {
    /** How often work that is to end is told so: a request can cross with the beginning of a statement. */
    private static final long REPEAT_MILLIS = 100;

    /** Work that can be interrupted. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final Runnable cancel;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Throwable failure;

    /** Creates an empty group; {@code cancel} makes what the threads wait for end soon. */
    Workers(Runnable cancel) {
        this.cancel = cancel;
    }

    void start(String name, Work work) {
        Thread thread = new Thread(() -> attempt(work), "sluice-" + name);
        threads.add(thread);
        thread.start();
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            fail(new SyncException(ErrorCode.CANCELLED, "The work was interrupted", null, e));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private synchronized void fail(Throwable problem) {
        if (failure == null) {
            failure = problem;
        } else if (failure != problem) {
            failure.addSuppressed(problem);
        }
        notifyAll();
    }

    /** Waits for the end of all threads. */
    void join() {
        boolean interrupted = false;
        while (anyAlive()) {
            try {
                if (interrupted || failed()) {
                    endAll();
                }
                awaitChange();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            fail(new SyncException(ErrorCode.CANCELLED, "The work was interrupted"));
        }
        rethrow();
    }

    private boolean anyAlive() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    private synchronized boolean failed() {
        return failure != null;
    }

    private void endAll() {
        cancel.run();
        threads.forEach(Thread::interrupt);
    }

    /** Waits for the first living thread, but no longer than until it is time to look at failures again. */
    private void awaitChange() throws InterruptedException {
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                thread.join(REPEAT_MILLIS);
                return;
            }
        }
    }

    private synchronized void rethrow() {
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
