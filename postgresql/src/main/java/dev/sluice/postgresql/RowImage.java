package dev.sluice.postgresql;

import dev.sluice.change.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The fields of a row, where they lie in one array: those of one tuple, or of several that tell together what the row
 * became. Reused from row to row. Used by one thread.
 */
final class RowImage {
    private static final int NULL = -1;
    private static final int UNCHANGED = -2;

    private byte[] bytes = new byte[0];
    private int size;
    private int unchanged;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private boolean[] binary = new boolean[16];

    /** Becomes a row of that many fields of which nothing is known, whose fields will be in {@code array}. */
    void clear(byte[] array, int fields) {
        if (fields > offsets.length) {
            offsets = new int[fields];
            lengths = new int[fields];
            binary = new boolean[fields];
        }
        bytes = array;
        size = fields;
        unchanged = fields;
        Arrays.fill(lengths, 0, fields, UNCHANGED);
    }

    /** Becomes what {@code tuple} tells. */
    void take(Tuple tuple) {
        clear(tuple.bytes(), tuple.size());
        fill(tuple);
    }

    /** Takes from an earlier state of the row, in the same array, what has not changed since. */
    void fill(Tuple earlier) {
        for (int field = 0; field < size; field++) {
            fill(earlier, field);
        }
    }

    /** Takes one field from an earlier state of the row, in the same array, if it has not changed since. */
    void fill(Tuple earlier, int field) {
        if (lengths[field] == UNCHANGED && field < earlier.size() && !earlier.isUnchanged(field)) {
            set(field, earlier.offset(field), earlier.isNull(field) ? NULL : earlier.length(field));
            binary[field] = earlier.isBinary(field);
        }
    }

    /** Sets a field that is not known yet; a length of -1 means NULL. */
    void set(int field, int offset, int length) {
        offsets[field] = offset;
        lengths[field] = length;
        binary[field] = false;
        unchanged--;
    }

    /** Says that the field is in the binary form of its type. */
    void markBinary(int field) {
        binary[field] = true;
    }

    int size() {
        return size;
    }

    /** Returns whether every field is known. */
    boolean isWhole() {
        return unchanged == 0;
    }

    boolean isNull(int field) {
        return lengths[field] == NULL;
    }

    /** Returns whether the field holds what it held before, which nobody has told. */
    boolean isUnchanged(int field) {
        return lengths[field] == UNCHANGED;
    }

    boolean isBinary(int field) {
        return binary[field];
    }

    byte[] bytes() {
        return bytes;
    }

    int offset(int field) {
        return offsets[field];
    }

    int length(int field) {
        return lengths[field];
    }

    /** Returns a field of text form that is not NULL. */
    String text(int field) {
        return new String(bytes, offsets[field], lengths[field], StandardCharsets.UTF_8);
    }

    /** Returns whether a field of two rows has the same bytes; what is not known in one of them may be the same. */
    boolean mayEqual(RowImage other, int field) {
        if (isUnchanged(field) || other.isUnchanged(field)) {
            return true;
        }
        if (isNull(field) || other.isNull(field)) {
            return lengths[field] == other.lengths[field];
        }
        return binary[field] == other.binary[field]
                && Arrays.equals(
                        bytes,
                        offsets[field],
                        offsets[field] + lengths[field],
                        other.bytes,
                        other.offsets[field],
                        other.offsets[field] + other.lengths[field]);
    }

    /** Puts the known fields, of those that {@code but} does not hold, into {@code known}. */
    void known(BitSet known, BitSet but) {
        known.clear();
        for (int field = 0; field < size; field++) {
            if (lengths[field] != UNCHANGED && !but.get(field)) {
                known.set(field);
            }
        }
    }
}
