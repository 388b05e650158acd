package dev.sluice.row;

import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneRules;

/**
 * Dates and times in ISO style. Days and microseconds count from 2000-01-01; the lowest and the highest number mean the
 * infinities; years before 1 are shown as BC.
 */
final class DateTimes {
    static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long POSTGRES_EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    /** The server's limit of a time zone's distance to UTC, exclusive, in seconds. */
    private static final int ZONE_LIMIT = 16 * 3600;

    private DateTimes() {}

    static void date(ValueBytes in, StringBuilder out) {
        int days = in.i32();
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            infinity(out, days > 0);
            return;
        }
        LocalDate date = day(days);
        appendDay(out, date);
        appendEra(out, date);
    }

    static void time(ValueBytes in, StringBuilder out) {
        appendTime(out, timeOfDay(in));
    }

    static void timetz(ValueBytes in, StringBuilder out) {
        appendTime(out, timeOfDay(in));
        int west = in.i32();
        if (west <= -ZONE_LIMIT || west >= ZONE_LIMIT) {
            throw in.malformed("a time zone cannot be " + west + " seconds from UTC");
        }
        appendZone(out, west);
    }

    static void timestamp(ValueBytes in, StringBuilder out) {
        appendTimestamp(in.i64(), out);
    }

    /** Appends a time without zone, given in microseconds since 2000-01-01. */
    static void appendTimestamp(long micros, StringBuilder out) {
        if (isInfinite(micros)) {
            infinity(out, micros > 0);
        } else {
            appendEra(out, appendDayAndTime(out, micros));
        }
    }

    static void timestamptz(ValueBytes in, StringBuilder out) {
        long micros = in.i64();
        if (isInfinite(micros)) {
            infinity(out, micros > 0);
            return;
        }
        int east = east(in.zone(), micros);
        LocalDate date = appendDayAndTime(out, micros + east * MICROS_PER_SECOND);
        appendZone(out, -east);
        appendEra(out, date);
    }

    /** Returns how many seconds the clocks of a zone are ahead of UTC. */
    private static int east(ZoneRules zone, long micros) {
        Instant at = zone.isFixedOffset()
                ? Instant.EPOCH
                : Instant.ofEpochSecond(
                        Math.floorDiv(micros, MICROS_PER_SECOND) + POSTGRES_EPOCH_DAY * SECONDS_PER_DAY);
        return zone.getOffset(at).getTotalSeconds();
    }

    private static boolean isInfinite(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
    }

    /** Returns the day. */
    private static LocalDate appendDayAndTime(StringBuilder out, long micros) {
        LocalDate date = day(Math.floorDiv(micros, MICROS_PER_DAY));
        appendDay(out, date);
        out.append(' ');
        appendTime(out, Math.floorMod(micros, MICROS_PER_DAY));
        return date;
    }

    /** Appends hours, minutes, seconds and, when there are any, microseconds without zeros at the end. */
    static void appendTime(StringBuilder out, long micros) {
        long seconds = micros / MICROS_PER_SECOND;
        Digits.padded(out, seconds / 3600, 2);
        out.append(':');
        Digits.padded(out, seconds / 60 % 60, 2);
        out.append(':');
        Digits.padded(out, seconds % 60, 2);
        long fraction = micros % MICROS_PER_SECOND;
        if (fraction != 0) {
            out.append('.');
            Digits.padded(out, fraction, 6);
            int end = out.length();
            while (out.charAt(end - 1) == '0') {
                end--;
            }
            out.setLength(end);
        }
    }

    private static void infinity(StringBuilder out, boolean positive) {
        out.append(positive ? "infinity" : "-infinity");
    }

    private static LocalDate day(long sincePostgresEpoch) {
        return LocalDate.ofEpochDay(sincePostgresEpoch + POSTGRES_EPOCH_DAY);
    }

    private static void appendDay(StringBuilder out, LocalDate date) {
        int year = date.getYear();
        Digits.padded(out, year > 0 ? year : 1L - year, 4);
        out.append('-');
        Digits.padded(out, date.getMonthValue(), 2);
        out.append('-');
        Digits.padded(out, date.getDayOfMonth(), 2);
    }

    private static void appendEra(StringBuilder out, LocalDate date) {
        if (date.getYear() <= 0) {
            out.append(" BC");
        }
    }

    private static long timeOfDay(ValueBytes in) {
        long micros = in.i64();
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw in.malformed("a day does not have a microsecond " + micros);
        }
        return micros;
    }

    private static void appendZone(StringBuilder out, int west) {
        int seconds = Math.abs(west);
        out.append(west > 0 ? '-' : '+');
        Digits.padded(out, seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            out.append(':');
            Digits.padded(out, seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.append(':');
            Digits.padded(out, seconds % 60, 2);
        }
    }
}
