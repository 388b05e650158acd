package dev.sluice.connector;

import dev.sluice.row.RowBatch;

/**
 * What one channel writes with. Rows are there for good when {@link #commit} returns. A row that the destination refuses
 * is reported to the {@link RejectedRows} of the sink and costs no other row. Used by one thread.
 */
public interface RowSink extends AutoCloseable {
    /**
     * Takes a batch over; the sink gives it back to its pool when it is done with it, and keeps no more than the pool
     * lends ({@link dev.sluice.row.BatchPool#held}).
     */
    void write(RowBatch batch);

    /** Ends a split: whatever was written since the last call is there for good, together. */
    void commit();

    /** Returns how many rows have been committed. */
    long committedRows();

    /** Returns how many values were changed on their way because the destination has no place for U+0000. */
    default long changedValues() {
        return 0;
    }

    /**
     * Gives up what was not committed; a destination that shows rows as soon as they are written keeps them. Does nothing
     * when called again.
     */
    @Override
    void close();
}
