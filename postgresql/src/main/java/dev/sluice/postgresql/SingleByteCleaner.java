package dev.sluice.postgresql;

import dev.sluice.row.BatchSize;
import dev.sluice.row.PgTypes;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.stream.IntStream;

/**
 * Gives values of the type {@code "char"} above 0x7F the text that the destination's version means by them: from version 16
 * on a backslash and three octal digits, before it the byte itself (release notes of 16). An older server would take the
 * backslash for the whole value; as a byte it is taken or refused, but never changed.
 */
final class SingleByteCleaner implements BatchCleaner {
    private static final int OCTAL_SINCE = 16;

    /** A line of text doubles the backslash. */
    private static final int DIGITS_AT = 2;

    private static final int LENGTH = 5;

    private final boolean octal;
    private final boolean[] singleBytes;
    private final RowCursor cursor;
    private final RowBuilder builder;
    private final RowBatch cleaned = new RowBatch(RowFormat.TEXT, new BatchSize(1 << 16, Integer.MAX_VALUE));
    private final byte[] value = new byte[LENGTH];

    /** {@code schema} is that of the columns that the rows go to. */
    SingleByteCleaner(RowSchema schema, int version) {
        this.octal = version >= OCTAL_SINCE;
        this.singleBytes = new boolean[schema.size()];
        for (int i = 0; i < schema.size(); i++) {
            singleBytes[i] = PgTypes.isSingleByte(schema.column(i).type());
        }
        this.cursor = new RowCursor(schema);
        this.builder = new RowBuilder(schema.size());
    }

    /** In binary form the value is the byte, whatever the version. */
    static boolean isNeeded(RowSchema schema, RowFormat format) {
        return format == RowFormat.TEXT
                && IntStream.range(0, schema.size())
                        .anyMatch(i -> PgTypes.isSingleByte(schema.column(i).type()));
    }

    @Override
    public void clean(RowBatch batch) {
        boolean any = false;
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            builder.begin(cleaned);
            for (int i = 0; i < singleBytes.length; i++) {
                any |= copy(batch.bytes(), i);
            }
            builder.end();
        }
        if (any) {
            batch.clear();
            batch.appendAll(cleaned, 0, cleaned.rows());
        }
        cleaned.clear();
    }

    /** Nothing is lost. */
    @Override
    public long changed() {
        return 0;
    }

    private boolean copy(byte[] bytes, int column) {
        int offset = cursor.offset(column);
        int length = cursor.length(column);
        if (!singleBytes[column] || !(octal ? isByte(bytes, offset, length) : isOctal(bytes, offset, length))) {
            builder.addField(bytes, offset, length);
            return false;
        }
        if (octal) {
            write(bytes[offset] & 0xFF);
            builder.addField(value, 0, LENGTH);
        } else {
            // With one backslash it is COPY's own way to write a byte.
            builder.addField(bytes, offset + 1, length - 1);
        }
        return true;
    }

    private static boolean isByte(byte[] bytes, int offset, int length) {
        return length == 1 && bytes[offset] < 0;
    }

    private static boolean isOctal(byte[] bytes, int offset, int length) {
        return length == LENGTH
                && bytes[offset] == '\\'
                && bytes[offset + 1] == '\\'
                && IntStream.range(offset + DIGITS_AT, offset + LENGTH)
                        .allMatch(at -> bytes[at] >= '0' && bytes[at] <= '7');
    }

    private void write(int number) {
        value[0] = '\\';
        value[1] = '\\';
        for (int i = 0; i < LENGTH - DIGITS_AT; i++) {
            value[LENGTH - 1 - i] = (byte) ('0' + ((number >> (3 * i)) & 7));
        }
    }
}
