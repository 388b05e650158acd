package dev.sluice.change;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one state of a row, where they lie in a batch. Reused from change to change: what it tells holds until
 * its cursor moves. See the PostgreSQL documentation, chapter "Logical Replication Message Formats", TupleData.
 */
public final class Tuple {
    private static final int NULL = -1;

    /** A value stored out of line that did not change, which PostgreSQL does not send. */
    private static final int UNCHANGED = -2;

    private byte[] bytes = new byte[0];
    private int size;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private boolean[] binary = new boolean[16];

    Tuple() {}

    /** Reads a tuple from {@code at} on; returns where it ends. */
    int read(byte[] source, int at, int end) {
        bytes = source;
        size = at + Short.BYTES <= end ? (source[at] & 0xff) << 8 | (source[at + 1] & 0xff) : -1;
        if (size < 0) {
            throw malformed(at, "the count of columns is missing");
        }
        if (size > offsets.length) {
            offsets = Arrays.copyOf(offsets, size);
            lengths = Arrays.copyOf(lengths, size);
            binary = Arrays.copyOf(binary, size);
        }
        int next = at + Short.BYTES;
        for (int i = 0; i < size; i++) {
            next = readField(i, next, end);
        }
        return next;
    }

    private int readField(int field, int at, int end) {
        if (at >= end) {
            throw malformed(at, "field " + (field + 1) + " is missing");
        }
        switch (bytes[at]) {
            case 'n' -> lengths[field] = NULL;
            case 'u' -> lengths[field] = UNCHANGED;
            case 't', 'b' -> {
                binary[field] = bytes[at] == 'b';
                return readValue(field, at + 1, end);
            }
            default -> throw malformed(at, "a field cannot begin with byte " + bytes[at]);
        }
        return at + 1;
    }

    private int readValue(int field, int at, int end) {
        if (end - at < Integer.BYTES) {
            throw malformed(at, "the length of field " + (field + 1) + " is missing");
        }
        int length = (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
        int from = at + Integer.BYTES;
        if (length < 0 || length > end - from) {
            throw malformed(at, "field " + (field + 1) + " cannot have " + length + " bytes");
        }
        offsets[field] = from;
        lengths[field] = length;
        return from + length;
    }

    private static SyncException malformed(int at, String what) {
        return new SyncException(ErrorCode.MALFORMED_DATA, "A change is malformed at byte " + at + ": " + what);
    }

    void clear() {
        size = 0;
    }

    /** Returns how many fields there are; 0 when this state of the row was not sent. */
    public int size() {
        return size;
    }

    /** Returns whether the field is NULL. */
    public boolean isNull(int field) {
        return lengths[field] == NULL;
    }

    /** Returns whether the field holds what it held before, which was not sent. */
    public boolean isUnchanged(int field) {
        return lengths[field] == UNCHANGED;
    }

    /** Returns whether the field is in the binary form of its type, and not in its text form. */
    public boolean isBinary(int field) {
        return binary[field];
    }

    /** Returns the array that holds the fields. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where the field begins; no meaning for one that is NULL or unchanged. */
    public int offset(int field) {
        return offsets[field];
    }

    /** Returns how many bytes the field has; negative for one that is NULL or unchanged. */
    public int length(int field) {
        return lengths[field];
    }

    /** Returns a field of text form; null for NULL. */
    public @Nullable String text(int field) {
        return lengths[field] < 0 ? null : new String(bytes, offsets[field], lengths[field], StandardCharsets.UTF_8);
    }
}
