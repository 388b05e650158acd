package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.Arrays;

/**
 * Numbers keys from 0 in the order in which they first come: an open hash table over their bytes, without an object per
 * key. Keys of which one is text and the other binary differ. Used by one thread.
 */
final class KeyIndex {
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int FIRST_BYTES = 1 << 14;

    private final int[] fields;
    private int[] slots = new int[FIRST_SLOTS];
    private int[] ends = new int[FIRST_SLOTS];
    private int[] hashes = new int[FIRST_SLOTS];
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** {@code fields} make up the key. */
    KeyIndex(int[] fields) {
        this.fields = fields.clone();
    }

    /** Returns how many keys there are. */
    int size() {
        return size;
    }

    /** Returns the number of a row's key, a new one for a key that has not come before. */
    int number(RowImage row) {
        int start = start(size);
        int end = write(row, start);
        int hash = hash(start, end);
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && Arrays.equals(bytes, start(number), ends[number], bytes, start, end)) {
                return number;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = size + 1;
        return add(end, hash);
    }

    /** The bytes behind the last key become this one's, if it is new. */
    private int write(RowImage row, int start) {
        int at = start;
        for (int field : fields) {
            if (row.isUnchanged(field)) {
                throw new SyncException(
                        ErrorCode.MALFORMED_DATA, "A change came without field " + (field + 1) + ", a part of its key");
            }
            int length = row.length(field);
            reserve(at + 1 + Integer.BYTES + Math.max(0, length));
            bytes[at++] = (byte) (row.isBinary(field) ? 1 : 0);
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes[at++] = (byte) (length >> shift);
            }
            if (length > 0) {
                System.arraycopy(row.bytes(), row.offset(field), bytes, at, length);
                at += length;
            }
        }
        return at;
    }

    private void reserve(int end) {
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
    }

    private int hash(int start, int end) {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        // Keys that follow one another differ in their last bytes only, which would leave long runs of taken slots.
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private int add(int end, int hash) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        ends[size] = end;
        hashes[size] = hash;
        size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            int slot = hashes[number] & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number + 1;
        }
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    /** Makes {@code row}, of that many fields, a row of which the key is known and nothing else. */
    void read(int number, RowImage row, int columns) {
        row.clear(bytes, columns);
        int at = start(number);
        for (int field : fields) {
            boolean binary = bytes[at++] == 1;
            int length = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                length = length << 8 | (bytes[at++] & 0xff);
            }
            row.set(field, at, length);
            if (binary) {
                row.markBinary(field);
            }
            at += Math.max(0, length);
        }
    }
}
