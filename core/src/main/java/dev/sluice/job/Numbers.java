package dev.sluice.job;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What whole and decimal numbers share. */
final class Numbers {
    /** Longer spellings are no number that anybody means, and would cost time to convert. */
    private static final int LONGEST = 50;

    private Numbers() {}

    static Optional<Long> whole(String text) {
        try {
            return decimal(text).map(BigDecimal::longValueExact);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    static Optional<BigDecimal> decimal(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(stripped));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Words a range; the ends of the machine's numbers count as no limit. */
    static String range(long lowest, long highest) {
        boolean below = lowest > Integer.MIN_VALUE;
        boolean above = highest < Integer.MAX_VALUE;
        if (below && above) {
            return " from " + lowest + " to " + highest;
        }
        return below ? " of at least " + lowest : above ? " of at most " + highest : "";
    }

    static void putRange(Map<String, Object> schema, long lowest, long highest) {
        if (lowest > Integer.MIN_VALUE) {
            schema.put("minimum", lowest);
        }
        if (highest < Integer.MAX_VALUE) {
            schema.put("maximum", highest);
        }
    }
}
