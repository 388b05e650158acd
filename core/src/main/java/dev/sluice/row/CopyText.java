package dev.sluice.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The escapes of COPY's text format; see the PostgreSQL documentation, chapter "COPY", "Text Format". */
final class CopyText {
    private static final byte NONE = 0;
    /** What stands behind the backslash for each character from 8 on that cannot stand for itself. */
    private static final byte[] ESCAPED = {'b', 't', 'n', 'v', 'f', 'r'};

    private CopyText() {}

    /** Returns whether the field is the two bytes that mean NULL. */
    static boolean isNull(byte[] bytes, int offset, int length) {
        return length == 2 && bytes[offset] == '\\' && bytes[offset + 1] == 'N';
    }

    /** Returns the character that stands behind a backslash for {@code value}; zero when it stands for itself. */
    static byte escape(byte value) {
        if (value == '\\') {
            return '\\';
        }
        return value >= 8 && value <= 13 ? ESCAPED[value - 8] : NONE;
    }

    /** Returns a field's value; a backslash is never its last byte. */
    static String unescape(byte[] bytes, int offset, int length) {
        int plain = 0;
        while (plain < length && bytes[offset + plain] != '\\') {
            plain++;
        }
        if (plain == length) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        byte[] value = value(bytes, offset, length, plain);
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Returns the bytes of a field's value; a backslash is never its last byte. */
    static byte[] value(byte[] bytes, int offset, int length) {
        return value(bytes, offset, length, 0);
    }

    /** The first {@code plain} bytes have no backslash among them. */
    private static byte[] value(byte[] bytes, int offset, int length, int plain) {
        byte[] value = new byte[length];
        System.arraycopy(bytes, offset, value, 0, plain);
        int to = plain;
        for (int from = offset + plain; from < offset + length; to++) {
            if (bytes[from] != '\\') {
                value[to] = bytes[from++];
                continue;
            }
            int digits = octalDigits(bytes, from + 1, offset + length);
            if (digits == 0) {
                digits = hexDigits(bytes, from + 1, offset + length);
            }
            value[to] = digits == 0 ? plain(bytes[from + 1]) : coded(bytes, from + 1, digits);
            from += 1 + Math.max(1, digits);
        }
        return Arrays.copyOf(value, to);
    }

    private static byte plain(byte escaped) {
        for (int i = 0; i < ESCAPED.length; i++) {
            if (ESCAPED[i] == escaped) {
                return (byte) (8 + i);
            }
        }
        return escaped;
    }

    /** Reads a byte that is written as octal digits, or as an x and hexadecimal digits. */
    private static byte coded(byte[] bytes, int from, int count) {
        boolean hex = bytes[from] == 'x';
        int value = 0;
        for (int i = hex ? 1 : 0; i < count; i++) {
            value = value * (hex ? 16 : 8) + Character.digit(bytes[from + i], 16);
        }
        return (byte) value;
    }

    private static int octalDigits(byte[] bytes, int from, int end) {
        int count = 0;
        while (count < 3 && from + count < end && bytes[from + count] >= '0' && bytes[from + count] <= '7') {
            count++;
        }
        return count;
    }

    /** Counts the x and its one or two digits; an x without a digit stands for itself. */
    private static int hexDigits(byte[] bytes, int from, int end) {
        if (bytes[from] != 'x') {
            return 0;
        }
        int count = 1;
        while (count < 3 && from + count < end && Character.digit(bytes[from + count], 16) >= 0) {
            count++;
        }
        return count == 1 ? 0 : count;
    }
}
