package dev.sluice.stream;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;

/** Whether the work is to end. Safe for use by several threads. */
final class Cancellation {
    private volatile boolean wanted;

    void request() {
        wanted = true;
    }

    /** Fails when the work is to end. */
    void check() {
        if (wanted) {
            throw new SyncException(ErrorCode.CANCELLED, "The work on the stream was cancelled");
        }
    }
}
