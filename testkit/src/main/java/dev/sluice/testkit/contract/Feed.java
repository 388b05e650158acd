package dev.sluice.testkit.contract;

import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.row.BatchPool;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One channel's sink, fed with rows as lists of values. */
final class Feed implements AutoCloseable {
    /** Few, so that a sink which kept more than it may would wait for itself. */
    private static final int HELD = 2;

    private final BatchPool pool;
    private final RowSink sink;
    private final RowBuilder builder = new RowBuilder(WriterFixture.SCHEMA.size());

    /** Opens a sink; batches are full at {@code size}. */
    Feed(Writer writer, RowSchema target, RowFormat form, BatchSize size, RejectedRows rejected) {
        pool = new BatchPool(form, size, HELD);
        sink = writer.sink(target, form, pool, rejected);
    }

    /** Writes rows in full batches, and one more for the rest, which may be empty. */
    void write(List<List<@Nullable String>> rows) throws InterruptedException {
        RowBatch batch = pool.take();
        for (List<@Nullable String> row : rows) {
            if (batch.isFull()) {
                sink.write(batch);
                batch = pool.take();
            }
            append(row, batch);
        }
        sink.write(batch);
    }

    private void append(List<@Nullable String> row, RowBatch batch) {
        builder.begin(batch);
        builder.addLong(Long.parseLong(Objects.requireNonNull(row.get(0))));
        String text = row.get(1);
        if (text == null) {
            builder.addNull();
        } else {
            builder.addText(text);
        }
        builder.end();
    }

    void commit() {
        sink.commit();
    }

    long committedRows() {
        return sink.committedRows();
    }

    @Override
    public void close() {
        sink.close();
    }
}
