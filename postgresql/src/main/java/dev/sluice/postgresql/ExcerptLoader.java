package dev.sluice.postgresql;

import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.List;

/** Brings rows into a staging table by COPY, cut down to some of their fields, behind a number that counts them from 0. */
final class ExcerptLoader {
    private static final BatchSize PIECE = new BatchSize(1 << 16, Integer.MAX_VALUE);

    private final CopyLoader copy;
    private final RowCursor cursor;
    private final int[] fields;
    private final RowBuilder builder;
    private final RowBatch piece;
    private long number;

    /** {@code fields} are the indexes of the target's columns that the staging table has behind its first. */
    ExcerptLoader(CopyLoader copy, TargetTable target, List<Integer> fields, RowFormat format) {
        this.copy = copy;
        this.cursor = new RowCursor(target.schema());
        this.fields = fields.stream().mapToInt(Integer::intValue).toArray();
        this.builder = new RowBuilder(1 + this.fields.length);
        this.piece = new RowBatch(format, PIECE);
    }

    /** Brings the rows {@code from} inclusive to {@code to} exclusive of a group. */
    void load(RowGroup group, int from, int to) throws SQLException {
        number = 0;
        copy.begin();
        group.send(from, to, this::send);
        flush();
        copy.end();
    }

    private void send(RowBatch batch, int from, int to) throws SQLException {
        for (int row = from; row < to; row++) {
            cursor.moveTo(batch, row);
            builder.begin(piece);
            builder.addLong(number++);
            for (int field : fields) {
                builder.addField(batch.bytes(), cursor.offset(field), cursor.length(field));
            }
            builder.end();
            if (piece.isFull()) {
                flush();
            }
        }
    }

    private void flush() throws SQLException {
        if (piece.rows() > 0) {
            copy.send(piece, 0, piece.rows());
            piece.clear();
        }
    }
}
