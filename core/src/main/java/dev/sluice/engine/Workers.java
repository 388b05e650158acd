package dev.sluice.engine;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Threads that succeed together: the first failure ends them all and is what {@link #join} throws. */
final class Workers {
    /** Work that can be interrupted. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final Cancellation cancellation;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Throwable failure;

    /** Creates an empty group; what its threads wait for ends soon after a request to {@code cancellation}. */
    Workers(Cancellation cancellation) {
        this.cancellation = cancellation;
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

    private void fail(Throwable problem) {
        keep(problem);
        cancellation.request();
    }

    private synchronized void keep(Throwable problem) {
        if (failure == null) {
            failure = problem;
        } else if (failure != problem) {
            failure.addSuppressed(problem);
        }
    }

    /** Waits for the end of all threads; an interrupt ends them. */
    void join() {
        cancellation.onRequest(() -> threads.forEach(Thread::interrupt));
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    fail(new SyncException(ErrorCode.CANCELLED, "The work was interrupted", null, e));
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow();
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
