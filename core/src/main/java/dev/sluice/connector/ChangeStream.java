package dev.sluice.connector;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import java.time.Instant;

/**
 * The changes of a source, as they were committed, from one position on. Used by one thread at a time, but for
 * {@link #acknowledge} and {@link #interrupt}, which may be called while a fetch is under way.
 */
public interface ChangeStream extends AutoCloseable {
    /**
     * How far {@link #fetch} came.
     *
     * @param whole whether every transaction is there to its end; what follows one that is not belongs to it
     * @param position behind everything that was fetched; meant to be acknowledged only when {@code whole}
     * @param time when the last transaction that ended was committed, by the source's clock
     * @param more whether there is more than the batch has, so that the next fetch need not wait
     * @param rolledBack whether the transaction that was not whole is to be forgotten, before this batch: it was handed on
     *     before its commit, and comes again
     */
    record Fetched(boolean whole, Lsn position, Instant time, boolean more, boolean rolledBack) {}

    /**
     * Adds what has come to {@code batch}: waits for a first change for a while, then takes what is there until nothing
     * more is waiting or the batch is large enough. May add nothing.
     */
    Fetched fetch(ChangeBatch batch);

    /** Lets the source forget what is before {@code position}; called when that is safe at the destination. */
    void acknowledge(Lsn position);

    /**
     * Makes a fetch that is under way end soon, with CANCELLED unless its batch is complete by then; nothing is to be fetched
     * any more. Returns at once.
     */
    void interrupt();

    /** Ends the stream; the source keeps what was not acknowledged. Does nothing when called again. */
    @Override
    void close();
}
