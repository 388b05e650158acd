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

    /** Registers {@code end}, which returns soon and never throws; it is done at once where the wish came before. */
    public void onRequest(Runnable end) {
        synchronized (this) {
            if (!requested) {
                ends.add(end);
                return;
            }
        }
        end.run();
    }

    /** Fails when the wish is there: what ended meanwhile may not have ended as it should. */
    synchronized void requireNone() {
        if (requested) {
            throw new SyncException(ErrorCode.CANCELLED, "The work was cancelled");
        }
    }

    /** Ends all that is under way; again, it does nothing. */
    public void request() {
        synchronized (this) {
            if (requested) {
                return;
            }
            requested = true;
        }
        ends.forEach(Runnable::run);
    }
}
