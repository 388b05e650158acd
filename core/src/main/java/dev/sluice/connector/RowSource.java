package dev.sluice.connector;

import dev.sluice.row.RowBatch;

/** What one channel reads with: opens one split after the other. Used by one thread. */
public interface RowSource extends AutoCloseable {
    /**
     * Begins a split at its first row; the one before was read to its end. A split that was read before, here or in another
     * source, gives the same rows, as long as its reader keeps all channels on one state of what is read.
     */
    void open(Split split);

    /**
     * Adds rows to {@code batch} until it is full or the split ends.
     *
     * @return whether the split may have more rows
     */
    boolean fill(RowBatch batch);

    /** Ends the split that is under way, read to its end or not; does nothing when called again. */
    @Override
    void close();
}
