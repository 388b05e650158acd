package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a signal that ends the process first stop the run in good order, and gives whoever runs it the time to say what
 * was written. The virtual machine then exits with 128 plus the signal's number.
 */
final class SignalGuard {
    /** People press Ctrl-C again after two seconds. */
    private static final long PATIENCE_MILLIS = 1800;

    private final Stopping stopping;
    private final PrintWriter err;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "sluice-signal");

    /** Makes what is guarded end soon. */
    interface Stopping {
        void stop() throws InterruptedException;
    }

    SignalGuard(Stopping stopping, PrintWriter err) {
        this.stopping = stopping;
        this.err = err;
    }

    /** Does the work that runs the run and tells about it, guarded. */
    <T> T during(Supplier<T> work) {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            finished.countDown();
            remove();
        }
    }

    private void end() {
        Thread stopper = new Thread(this::stop, "sluice-stopper");
        stopper.setDaemon(true);
        stopper.start();
        try {
            if (!finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                err.println("A server does not answer; what is not committed there is given up with its connection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        try {
            stopping.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and what it waits for has come.
        }
    }
}
