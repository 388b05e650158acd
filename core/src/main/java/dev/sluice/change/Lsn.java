package dev.sluice.change;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in PostgreSQL's write-ahead log: the number of bytes before it, an unsigned 64-bit number. See the PostgreSQL
 * documentation, chapter "pg_lsn Type".
 *
 * @param value the number; compared as unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {
    /** Before everything; PostgreSQL's "invalid". */
    public static final Lsn NONE = new Lsn(0);

    /** FFFFFFFF/FFFFFFFF, behind everything. */
    public static final Lsn LAST = new Lsn(-1);

    private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    /**
     * Reads PostgreSQL's form of two hexadecimal numbers, such as {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Lsn parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no position in the write-ahead log, such as 16/B374D848");
        }
        return new Lsn(
                HexFormat.fromHexDigitsToLong(parts.group(1)) << 32 | HexFormat.fromHexDigitsToLong(parts.group(2)));
    }

    /** Returns whether this place is before {@code other}. */
    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    /** Returns how many bytes lie between {@code earlier} and this place; negative if it is later. */
    public long bytesSince(Lsn earlier) {
        return value - earlier.value;
    }

    /** Returns the later one of two places. */
    public static Lsn later(Lsn one, Lsn other) {
        return one.isBefore(other) ? other : one;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Returns PostgreSQL's own form. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xffffffffL);
    }
}
