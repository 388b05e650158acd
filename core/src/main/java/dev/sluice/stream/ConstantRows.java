package dev.sluice.stream;

import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowFormat;
import java.util.List;
import java.util.SplittableRandom;

/** One and the same row, encoded once and copied a batch at a time. */
final class ConstantRows implements RowSource {
    private final RowBatch row;
    private final Cancellation cancellation;
    private long left;

    ConstantRows(List<StreamColumn> columns, RowFormat format, Cancellation cancellation) {
        this.row = encode(columns, format);
        this.cancellation = cancellation;
    }

    private static RowBatch encode(List<StreamColumn> columns, RowFormat format) {
        RowBatch batch = new RowBatch(format, new BatchSize(1, 1));
        RowBuilder builder = new RowBuilder(columns.size());
        SplittableRandom unused = new SplittableRandom(0);
        builder.begin(batch);
        for (StreamColumn column : columns) {
            column.content().writer(unused).add(builder);
        }
        builder.end();
        return batch;
    }

    @Override
    public void open(Split split) {
        cancellation.check();
        left = ((StreamSplit) split).rows();
    }

    @Override
    public boolean fill(RowBatch batch) {
        cancellation.check();
        left -= batch.appendCopies(row, left);
        return left > 0;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
