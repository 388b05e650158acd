package dev.sluice.connector;

import dev.sluice.row.RowBatch;

/** What one channel reads with: opens one split after the other. Used by one thread. */
public interface RowSource extends AutoCloseable {
    /** Begins a split; the one before was read to its end. */
    void open(Split split);

    /**
     * Adds rows to {@code batch} until it is full or the split ends.
     *
     * @return whether the split may have more rows
     */
    boolean fill(RowBatch batch);

    @Override
    void close();
}
