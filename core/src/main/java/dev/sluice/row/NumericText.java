package dev.sluice.row;

/**
 * The type numeric. Its binary form: four 16-bit numbers, which are the count of digits in base 10000, the weight of the
 * first (its power of 10000), the sign, and how many decimal places are shown; then the digits.
 */
final class NumericText {
    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final int MOST_PLACES = 0x3FFF;

    private final int[] digits;
    private final int weight;
    private final int places;

    private NumericText(int[] digits, int weight, int places) {
        this.digits = digits;
        this.weight = weight;
        this.places = places;
    }

    static void render(ValueBytes in, StringBuilder out) {
        int count = in.u16();
        int weight = in.i16();
        int sign = in.u16();
        int places = in.u16();
        if (places > MOST_PLACES) {
            throw in.malformed(places + " decimal places are too many");
        }
        NumericText number = new NumericText(readDigits(in, count), weight, places);
        switch (sign) {
            case POSITIVE -> number.append(out);
            case NEGATIVE -> number.append(out.append('-'));
            case NAN -> out.append("NaN");
            case INFINITY -> out.append("Infinity");
            case NEGATIVE_INFINITY -> out.append("-Infinity");
            default -> throw in.malformed("sign " + sign + " is not known");
        }
    }

    private static int[] readDigits(ValueBytes in, int count) {
        if (count > in.remaining() / 2) {
            throw in.malformed("there cannot be " + count + " digits");
        }
        int[] digits = new int[count];
        for (int i = 0; i < count; i++) {
            digits[i] = in.u16();
            if (digits[i] > 9999) {
                throw in.malformed(digits[i] + " is not a digit in base 10000");
            }
        }
        return digits;
    }

    private void append(StringBuilder out) {
        out.append(weight < 0 ? 0 : digit(0));
        for (int i = 1; i <= weight; i++) {
            Digits.padded(out, digit(i), 4);
        }
        if (places > 0) {
            appendFraction(out.append('.'));
        }
    }

    private void appendFraction(StringBuilder out) {
        int end = out.length() + places;
        for (int i = weight + 1; out.length() < end; i++) {
            Digits.padded(out, digit(i), 4);
        }
        out.setLength(end);
    }

    private int digit(int index) {
        return index >= 0 && index < digits.length ? digits[index] : 0;
    }
}
