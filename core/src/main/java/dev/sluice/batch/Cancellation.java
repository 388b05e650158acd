package dev.sluice.batch;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.ArrayList;
import java.util.List;

/**
 * The wish that a run's work ends, because somebody stops the run or because a part of it failed. Whoever works for the
 * run says here how it is ended; each is told once. Safe for use by several threads.
 */
public final class Cancellation {
    private final List<Runnable> ends = new ArrayList<>();
    private boolean requested;

    /** That somebody is told of the wish; to be given back by who has done his work before the run has. */
    public interface Registration extends AutoCloseable {
        /** Gives it back, and with it all that it refers to. Who is being told right now is told still. */
        @Override
        void close();
    }

    /** Registers {@code end}, which returns soon and never throws; it is done at once where the wish came before. */
    public Registration onRequest(Runnable end) {
        synchronized (this) {
            if (!requested) {
                ends.add(end);
                return () -> giveBack(end);
            }
        }
        end.run();
        return () -> {};
    }

    private synchronized void giveBack(Runnable end) {
        ends.remove(end);
    }

    /** Fails when the wish is there: what ended meanwhile may not have ended as it should. */
    synchronized void requireNone() {
        if (requested) {
            throw new SyncException(ErrorCode.CANCELLED, "The work was cancelled");
        }
    }

    /** Ends all that is under way; again, it does nothing. */
    public void request() {
        List<Runnable> told;
        synchronized (this) {
            if (requested) {
                return;
            }
            requested = true;
            told = List.copyOf(ends);
        }
        told.forEach(Runnable::run);
    }
}
