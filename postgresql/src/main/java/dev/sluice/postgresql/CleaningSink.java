package dev.sluice.postgresql;

import dev.sluice.connector.RowSink;
import dev.sluice.row.RowBatch;

/** Changes rows before they are written. A row that is refused all the same is reported as it was written. */
final class CleaningSink implements RowSink {
    private final RowSink sink;
    private final BatchCleaner cleaner;

    CleaningSink(RowSink sink, BatchCleaner cleaner) {
        this.sink = sink;
        this.cleaner = cleaner;
    }

    @Override
    public void write(RowBatch batch) {
        cleaner.clean(batch);
        sink.write(batch);
    }

    @Override
    public void commit() {
        sink.commit();
    }

    @Override
    public long committedRows() {
        return sink.committedRows();
    }

    @Override
    public long changedValues() {
        return sink.changedValues() + cleaner.changed();
    }

    @Override
    public void close() {
        sink.close();
    }
}
