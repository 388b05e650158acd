package dev.sluice.row;

/** Decimal and hexadecimal digits, the same in every locale. */
final class Digits {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Digits() {}

    /** Appends a number that is not negative, with zeros in front up to {@code width} digits. */
    static void padded(StringBuilder out, long value, int width) {
        long limit = 10;
        for (int i = 1; i < width; i++) {
            if (value < limit) {
                out.append('0');
            }
            limit *= 10;
        }
        out.append(value);
    }

    /** Appends a byte, 0 to 255, as two hexadecimal digits. */
    static void hex(StringBuilder out, int value) {
        out.append(HEX[value >> 4]).append(HEX[value & 0xF]);
    }

    /** Appends everything that is left as hexadecimal digits. */
    static void hexRest(StringBuilder out, ValueBytes in) {
        out.ensureCapacity(out.length() + 2 * in.remaining());
        while (in.remaining() > 0) {
            hex(out, in.u8());
        }
    }
}
