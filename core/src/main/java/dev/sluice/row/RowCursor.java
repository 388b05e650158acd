package dev.sluice.row;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one row after the other, in place. Moving to a row makes no object, so a cursor is made once and
 * used for many rows. Used by one thread; what it tells holds until the batch changes.
 */
public final class RowCursor {
    private static final int NULL = -1;

    private final RowSchema schema;
    private final @Nullable PgType[] types;
    private final int[] offsets;
    private final int[] lengths;
    private RowFormat format = RowFormat.TEXT;
    private byte[] bytes = new byte[0];

    /** Creates a cursor for rows with these columns; every field is NULL until it is moved to a row. */
    public RowCursor(RowSchema schema) {
        this.schema = schema;
        this.types = new @Nullable PgType[schema.size()];
        this.offsets = new int[schema.size()];
        this.lengths = new int[schema.size()];
        for (int i = 0; i < schema.size(); i++) {
            types[i] = PgTypes.find(schema.column(i).type().oid()).orElse(null);
        }
        Arrays.fill(lengths, NULL);
    }

    /**
     * Moves to the row at index {@code row} of a batch.
     *
     * @throws SyncException with {@code MALFORMED_DATA}, naming the byte, when it is not a row with as many fields as the
     *     schema has columns
     */
    public void moveTo(RowBatch batch, int row) {
        bytes = batch.bytes();
        format = batch.format();
        if (format == RowFormat.BINARY) {
            readTuple(batch.start(row), batch.end(row));
        } else {
            readLine(batch.start(row), batch.end(row));
        }
    }

    /** Returns whether the field of the column at {@code index} is NULL. */
    public boolean isNull(int index) {
        return lengths[index] == NULL;
    }

    /** Returns where the field begins in the batch's array; no meaning for NULL. */
    public int offset(int index) {
        return offsets[index];
    }

    /** Returns how many bytes the field has as it stands in the batch, in the text format with its escapes; -1 for NULL. */
    public int length(int index) {
        return lengths[index];
    }

    /**
     * Returns the field's value in PostgreSQL's text form, see {@link PgType}; null for NULL.
     *
     * @throws SyncException with {@code MALFORMED_DATA}, naming type and byte, when the bytes are not a value of the
     *     column's type; with {@code INTERNAL} when a binary row holds a type whose binary form is not known
     */
    public @Nullable String text(int index) {
        if (lengths[index] == NULL) {
            return null;
        }
        PgType type = types[index];
        if (format == RowFormat.TEXT) {
            return type != null && PgTypes.isSingleByte(schema.column(index).type())
                    ? singleByte(type, CopyText.value(bytes, offsets[index], lengths[index]))
                    : CopyText.unescape(bytes, offsets[index], lengths[index]);
        }
        if (type == null) {
            Column column = schema.column(index);
            throw new SyncException(
                    ErrorCode.INTERNAL,
                    "Column " + column.name() + " has type " + column.type().name()
                            + ", whose binary form cannot be read");
        }
        return type.text(bytes, offsets[index], lengths[index]);
    }

    /** Servers before 16 write the byte itself, which may be no character. */
    private static String singleByte(PgType type, byte[] value) {
        return value.length == 1 ? type.text(value, 0, 1) : new String(value, StandardCharsets.UTF_8);
    }

    private void readTuple(int start, int end) {
        if (end - start < Short.BYTES) {
            throw malformed(0, "the count of fields is missing");
        }
        int fields = BigEndian.i16(bytes, start);
        if (fields != lengths.length) {
            throw wrongCount(fields);
        }
        int at = start + Short.BYTES;
        for (int i = 0; i < fields; i++) {
            if (end - at < Integer.BYTES) {
                throw malformed(at - start, "the length of field " + (i + 1) + " is missing");
            }
            int length = BigEndian.i32(bytes, at);
            at += Integer.BYTES;
            if (length < NULL || length > end - at) {
                throw malformed(at - start, "field " + (i + 1) + " cannot have " + length + " bytes");
            }
            offsets[i] = at;
            lengths[i] = length;
            at += Math.max(0, length);
        }
        if (at != end) {
            throw malformed(at - start, (end - at) + " bytes follow the last field");
        }
    }

    private void readLine(int start, int end) {
        if (end == start || bytes[end - 1] != '\n') {
            throw malformed(end - start, "the newline is missing");
        }
        int field = 0;
        int from = start;
        for (int at = start; at < end - 1; at++) {
            if (bytes[at] == '\t') {
                endField(field++, from, at);
                from = at + 1;
            } else if (bytes[at] == '\\' && ++at == end - 1) {
                throw malformed(at - start, "nothing follows the last backslash");
            }
        }
        if (lengths.length > 0 || from < end - 1) {
            endField(field++, from, end - 1);
        }
        if (field != lengths.length) {
            throw wrongCount(field);
        }
    }

    private void endField(int field, int from, int to) {
        if (field < lengths.length) {
            offsets[field] = from;
            lengths[field] = CopyText.isNull(bytes, from, to - from) ? NULL : to - from;
        }
    }

    private SyncException wrongCount(int fields) {
        return malformed(0, "it has " + fields + " fields for " + lengths.length + " columns");
    }

    private static SyncException malformed(int at, String what) {
        return new SyncException(ErrorCode.MALFORMED_DATA, "A row is malformed at byte " + at + ": " + what);
    }
}
