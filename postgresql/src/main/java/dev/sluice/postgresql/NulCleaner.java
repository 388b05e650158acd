package dev.sluice.postgresql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.row.BatchSize;
import dev.sluice.row.PgTypes;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;

/**
 * Takes U+0000 out of texts: the zero byte, in lines wherever it stands and in tuples in columns of text, and the escape
 * of JSON that only {@code jsonb} refuses (PostgreSQL documentation, chapter "JSON Types"), in columns of that type. A
 * batch without any is left as it is. Used by one thread.
 */
final class NulCleaner implements BatchCleaner {
    /** In a line of text each of JSON's backslashes is written as two. */
    private static final byte[] ESCAPED = "\\\\u0000".getBytes(US_ASCII);

    private static final byte[] JSON_BACKSLASH = "\\\\\\\\".getBytes(US_ASCII);

    /** The most bytes that one is replaced by. */
    private static final int GROWTH = 3;

    private final byte[] instead;
    private final byte[] insteadOfEscape;
    private final boolean[] texts;
    private final boolean[] jsons;
    private final boolean anyJson;
    private final RowCursor cursor;
    private final RowBuilder builder;
    private final RowBatch cleaned;
    private byte[] value = new byte[1024];
    private int length;
    private long changed;

    /** {@code schema} is that of the columns that the rows go to. */
    NulCleaner(NulByte wanted, RowSchema schema, RowFormat format) {
        boolean replace = wanted == NulByte.REPLACE;
        this.instead = (replace ? "\ufffd" : "").getBytes(UTF_8);
        this.insteadOfEscape = (replace ? "\\\\ufffd" : "").getBytes(US_ASCII);
        this.texts = new boolean[schema.size()];
        this.jsons = new boolean[schema.size()];
        boolean json = false;
        for (int i = 0; i < schema.size(); i++) {
            texts[i] =
                    format == RowFormat.TEXT || PgTypes.isText(schema.column(i).type());
            jsons[i] =
                    format == RowFormat.TEXT && PgTypes.isJsonb(schema.column(i).type());
            json |= jsons[i];
        }
        this.anyJson = json;
        this.cursor = new RowCursor(schema);
        this.builder = new RowBuilder(schema.size());
        this.cleaned = new RowBatch(format, new BatchSize(1 << 16, Integer.MAX_VALUE));
    }

    @Override
    public void clean(RowBatch batch) {
        if (!batch.mayHoldNul() && !(anyJson && holdsEscape(batch))) {
            return;
        }
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            builder.begin(cleaned);
            for (int i = 0; i < texts.length; i++) {
                copy(batch.bytes(), i);
            }
            builder.end();
        }
        batch.clear();
        batch.appendAll(cleaned, 0, cleaned.rows());
        cleaned.clear();
    }

    @Override
    public long changed() {
        return changed;
    }

    private static boolean holdsEscape(RowBatch batch) {
        byte[] bytes = batch.bytes();
        int end = batch.length();
        for (int at = 0; at < end; at++) {
            if (bytes[at] == ESCAPED[0] && isAt(ESCAPED, bytes, at, end)) {
                return true;
            }
        }
        return false;
    }

    private void copy(byte[] bytes, int column) {
        int offset = cursor.offset(column);
        int count = cursor.length(column);
        if (texts[column] && count > 0 && isCleaned(bytes, offset, offset + count, jsons[column])) {
            builder.addField(value, 0, length);
            changed++;
        } else {
            builder.addField(bytes, offset, count);
        }
    }

    /** Writes the field to {@link #value} without what has to go; returns whether anything had. */
    private boolean isCleaned(byte[] bytes, int from, int end, boolean json) {
        if (value.length < GROWTH * (long) (end - from)) {
            value = new byte[Math.multiplyExact(GROWTH, end - from)];
        }
        length = 0;
        boolean found = false;
        for (int at = from; at < end; ) {
            if (bytes[at] == 0) {
                put(instead, 0, instead.length);
                found = true;
                at++;
            } else if (json && isAt(ESCAPED, bytes, at, end)) {
                put(insteadOfEscape, 0, insteadOfEscape.length);
                found = true;
                at += ESCAPED.length;
            } else {
                int count = json && isAt(JSON_BACKSLASH, bytes, at, end) ? JSON_BACKSLASH.length : 1;
                put(bytes, at, count);
                at += count;
            }
        }
        return found;
    }

    private void put(byte[] bytes, int from, int count) {
        System.arraycopy(bytes, from, value, length, count);
        length += count;
    }

    private static boolean isAt(byte[] wanted, byte[] bytes, int at, int end) {
        if (end - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
