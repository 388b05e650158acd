package dev.sluice.stream;

import dev.sluice.connector.RowSink;
import dev.sluice.row.BatchPool;
import dev.sluice.row.RowBatch;
import java.util.function.Consumer;

/** Shows each batch to somebody and gives it back at once. */
final class StreamSink implements RowSink {
    private final BatchPool pool;
    private final Cancellation cancellation;
    private final Consumer<RowBatch> viewer;
    private long written;
    private long committed;

    StreamSink(BatchPool pool, Cancellation cancellation, Consumer<RowBatch> viewer) {
        this.pool = pool;
        this.cancellation = cancellation;
        this.viewer = viewer;
    }

    @Override
    public void write(RowBatch batch) {
        cancellation.check();
        viewer.accept(batch);
        written += batch.rows();
        pool.give(batch);
    }

    @Override
    public void commit() {
        cancellation.check();
        committed = written;
    }

    @Override
    public long committedRows() {
        return committed;
    }

    @Override
    public void close() {
        // Nothing is held open, and what was shown cannot be taken back.
    }
}
