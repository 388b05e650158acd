package dev.sluice.row;

/**
 * The type interval in style postgres. Its binary form: 64 bits of microseconds, 32 of days, 32 of months, each with its
 * own sign. All three at their highest or lowest mean the infinities, which exist from PostgreSQL 17 on.
 */
final class IntervalText {
    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    private final StringBuilder out;
    private final int start;
    /** A part says its plus sign only when the part before it was negative. */
    private boolean afterNegative;

    private IntervalText(StringBuilder out) {
        this.out = out;
        this.start = out.length();
    }

    static void render(ValueBytes in, StringBuilder out) {
        long micros = in.i64();
        int days = in.i32();
        int months = in.i32();
        if (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE) {
            out.append("infinity");
        } else if (micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE) {
            out.append("-infinity");
        } else {
            IntervalText text = new IntervalText(out);
            text.append(months / 12, "year");
            text.append(months % 12, "mon");
            text.append(days, "day");
            text.appendTime(micros);
        }
    }

    private void append(int count, String unit) {
        if (count == 0) {
            return;
        }
        separate();
        if (afterNegative && count > 0) {
            out.append('+');
        }
        out.append(count).append(' ').append(unit);
        if (count != 1) {
            out.append('s');
        }
        afterNegative = count < 0;
    }

    private void appendTime(long micros) {
        if (micros == 0 && out.length() > start) {
            return;
        }
        separate();
        if (micros < 0) {
            out.append('-');
        } else if (afterNegative) {
            out.append('+');
        }
        long hours = Math.abs(micros / MICROS_PER_HOUR);
        Digits.padded(out, hours, 2);
        int from = out.length();
        DateTimes.appendTime(out, Math.abs(micros % MICROS_PER_HOUR));
        out.delete(from, from + 2);
    }

    private void separate() {
        if (out.length() > start) {
            out.append(' ');
        }
    }
}
