package dev.sluice.stream;

import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.SplittableRandom;

/** Rows with something random in them; a constant field is encoded once and copied. */
final class RandomRows implements RowSource {
    private final RowSchema schema;
    private final List<StreamColumn> columns;
    private final RowFormat format;
    private final Cancellation cancellation;
    private final RowBuilder builder;
    private final Content.FieldWriter[] fields;
    private long left;

    RandomRows(RowSchema schema, List<StreamColumn> columns, RowFormat format, Cancellation cancellation) {
        this.schema = schema;
        this.columns = columns;
        this.format = format;
        this.cancellation = cancellation;
        this.builder = new RowBuilder(columns.size());
        this.fields = new Content.FieldWriter[columns.size()];
    }

    @Override
    public void open(Split split) {
        cancellation.check();
        StreamSplit part = (StreamSplit) split;
        SplittableRandom random = new SplittableRandom(part.seed());
        for (int i = 0; i < fields.length; i++) {
            Content content = columns.get(i).content();
            Content.FieldWriter field = content.writer(random);
            fields[i] = content instanceof Content.Constant ? encoded(i, field) : field;
        }
        left = part.rows();
    }

    private Content.FieldWriter encoded(int column, Content.FieldWriter field) {
        RowBatch batch = new RowBatch(format, new BatchSize(1, 1));
        RowBuilder alone = new RowBuilder(1);
        alone.begin(batch);
        field.add(alone);
        alone.end();
        RowCursor cursor = new RowCursor(new RowSchema(List.of(schema.column(column))));
        cursor.moveTo(batch, 0);
        byte[] bytes = batch.bytes();
        int offset = cursor.offset(0);
        int length = cursor.length(0);
        return row -> row.addField(bytes, offset, length);
    }

    @Override
    public boolean fill(RowBatch batch) {
        cancellation.check();
        while (left > 0 && !batch.isFull()) {
            builder.begin(batch);
            for (Content.FieldWriter field : fields) {
                field.add(builder);
            }
            builder.end();
            left--;
        }
        return left > 0;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
