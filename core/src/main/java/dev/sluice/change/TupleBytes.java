package dev.sluice.change;

import java.util.Arrays;

/** The tuples of one change, as they are put together. Reused from change to change. Used by one thread. */
final class TupleBytes {
    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Begins a tuple of that many fields. */
    void begin(int letter, int fields) {
        put(letter);
        put(fields >> 8);
        put(fields);
    }

    void put(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
