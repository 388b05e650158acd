package dev.sluice.postgresql;

import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RowSink;
import dev.sluice.row.BatchPool;
import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One channel's sink of a job's writer, fed with lines of {@code id int, v text} by the test itself. */
final class Feed implements AutoCloseable {
    static final RowSchema SCHEMA = new RowSchema(
            List.of(new Column("id", new ColumnType(23, "integer")), new Column("v", new ColumnType(25, "text"))));

    private final PostgresWriter writer;
    private final BatchPool pool;
    private final RowSink sink;
    private final List<String> rejected = new ArrayList<>();

    /** Batches are full at {@code rowsPerBatch} rows, and {@code batchesPerGroup} of them go in one COPY. */
    Feed(TestJob job, int rowsPerBatch, int batchesPerGroup) {
        this(job.writer(), rowsPerBatch, batchesPerGroup);
    }

    /** The same for a writer that the feed closes. */
    Feed(PostgresWriter writer, int rowsPerBatch, int batchesPerGroup) {
        this.writer = writer;
        writer.target(SCHEMA);
        pool = new BatchPool(RowFormat.TEXT, new BatchSize(1 << 16, rowsPerBatch), batchesPerGroup);
        sink = writer.sink(SCHEMA, RowFormat.TEXT, pool, this::keep);
    }

    private void keep(RejectedRow row) {
        RowBatch batch = row.batch();
        int start = batch.start(row.row());
        int length = batch.end(row.row()) - 1 - start;
        rejected.add(row.reason().sqlState() + " " + new String(batch.bytes(), start, length, StandardCharsets.UTF_8));
    }

    /** Writes the lines, which go without their newline, in full batches and one that is not. */
    void write(List<byte[]> lines) throws InterruptedException {
        RowBatch batch = pool.take();
        for (byte[] line : lines) {
            if (batch.isFull()) {
                sink.write(batch);
                batch = pool.take();
            }
            int from = batch.length();
            byte[] bytes = batch.reserve(line.length + 1);
            System.arraycopy(line, 0, bytes, from, line.length);
            bytes[from + line.length] = '\n';
            batch.endRow(from + line.length + 1);
        }
        sink.write(batch);
    }

    void commit() {
        sink.commit();
    }

    long committedRows() {
        return sink.committedRows();
    }

    /** Returns SQLSTATE and line of every row that was refused, in the order in which they were. */
    List<String> rejected() {
        return rejected;
    }

    @Override
    public void close() {
        try (writer;
                sink) {
            rejected.clear();
        }
    }
}
