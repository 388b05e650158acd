package dev.sluice.row;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating point numbers with as few digits as give back the same number, written as PostgreSQL does from version 12 on.
 *
 * <p>Java's own conversion, which gives a digit too many at times, is taken where it has so few digits that no other can
 * be shorter. PostgreSQL wants the decimal strictly between the midpoints to the neighbours, since readers differ in how
 * they round a midpoint itself; below 2^53, or 2^24 for 32 bits, no midpoint has so few digits.
 */
final class ShortestDecimal {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final double EXACT_DOUBLES = 0x1p53;
    private static final float EXACT_FLOATS = 0x1p24f;

    private ShortestDecimal() {}

    static void append(StringBuilder out, double value) {
        if (appendSpecial(out, value)) {
            return;
        }
        double magnitude = Math.abs(value);
        BigDecimal decimal = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
        if (decimal.precision() > 15 || magnitude < Double.MIN_NORMAL || magnitude > EXACT_DOUBLES) {
            int first = magnitude < Double.MIN_NORMAL ? 1 : 15;
            boolean powerOfTwo = magnitude > Double.MIN_NORMAL && (Double.doubleToLongBits(magnitude) << 12) == 0;
            decimal = shortest(new BigDecimal(magnitude), new BigDecimal(Math.ulp(magnitude)), powerOfTwo, first);
        }
        appendDecimal(out, decimal, 15);
    }

    static void append(StringBuilder out, float value) {
        if (appendSpecial(out, value)) {
            return;
        }
        float magnitude = Math.abs(value);
        BigDecimal decimal = new BigDecimal(Float.toString(magnitude)).stripTrailingZeros();
        if (decimal.precision() > 6 || magnitude < Float.MIN_NORMAL || magnitude > EXACT_FLOATS) {
            int first = magnitude < Float.MIN_NORMAL ? 1 : 6;
            boolean powerOfTwo = magnitude > Float.MIN_NORMAL && (Float.floatToIntBits(magnitude) << 9) == 0;
            decimal = shortest(new BigDecimal(magnitude), new BigDecimal(Math.ulp(magnitude)), powerOfTwo, first);
        }
        appendDecimal(out, decimal, 6);
    }

    private static boolean appendSpecial(StringBuilder out, double value) {
        if (Double.isNaN(value)) {
            out.append("NaN");
            return true;
        }
        if (value < 0 || 1 / value < 0) {
            out.append('-');
        }
        if (value == 0) {
            out.append('0');
        } else if (Double.isInfinite(value)) {
            out.append("Infinity");
        }
        return value == 0 || Double.isInfinite(value);
    }

    /**
     * Finds the shortest decimal, of at least {@code first} digits before zeros are stripped, that is nearer to
     * {@code exact} than to its neighbours; below a power of two the neighbour is only half as far.
     */
    private static BigDecimal shortest(BigDecimal exact, BigDecimal gap, boolean powerOfTwo, int first) {
        BigDecimal half = gap.divide(TWO);
        BigDecimal high = exact.add(half);
        BigDecimal low = exact.subtract(powerOfTwo ? half.divide(TWO) : half);
        for (int digits = first; ; digits++) {
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.compareTo(low) > 0 && nearest.compareTo(high) < 0) {
                return nearest.stripTrailingZeros();
            }
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            if (above.compareTo(high) < 0) {
                return above.stripTrailingZeros();
            }
        }
    }

    private static void appendDecimal(StringBuilder out, BigDecimal decimal, int fixedBelow) {
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        if (exponent < -4 || exponent >= fixedBelow) {
            appendScientific(out, digits, exponent);
        } else if (exponent < 0) {
            out.append("0.").append("0".repeat(-exponent - 1)).append(digits);
        } else if (exponent >= digits.length() - 1) {
            out.append(digits).append("0".repeat(exponent + 1 - digits.length()));
        } else {
            out.append(digits, 0, exponent + 1).append('.').append(digits, exponent + 1, digits.length());
        }
    }

    private static void appendScientific(StringBuilder out, String digits, int exponent) {
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('e').append(exponent < 0 ? '-' : '+');
        Digits.padded(out, Math.abs(exponent), 2);
    }
}
