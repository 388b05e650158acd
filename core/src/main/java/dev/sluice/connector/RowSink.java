package dev.sluice.connector;

import dev.sluice.row.RowBatch;
import java.util.List;

/**
 * What one channel writes with. Rows are there for good when {@link #commit} returns. Used by one thread.
 */
public interface RowSink extends AutoCloseable {
    /**
     * Takes a batch over; the sink gives it back to its pool when it is done with it, and keeps no more than the pool
     * lends ({@link dev.sluice.row.BatchPool#held}).
     *
     * @return rows that were refused since the last call, of this batch or of earlier ones; empty as a rule. They can be
     *     read until the next call
     */
    List<RejectedRow> write(RowBatch batch);

    /**
     * Ends a split: whatever was written is there for good, together.
     *
     * @return rows that were refused since the last call
     */
    List<RejectedRow> commit();

    /** Returns how many rows have been committed. */
    long committedRows();

    /** Gives up what was not committed. */
    @Override
    void close();
}
