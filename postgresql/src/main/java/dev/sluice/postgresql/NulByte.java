package dev.sluice.postgresql;

import java.util.Locale;

/** What becomes of U+0000 in a text, for which PostgreSQL has no place. */
enum NulByte {
    /** The row is dirty. */
    REJECT,
    /** It is left out. */
    STRIP,
    /** U+FFFD stands in its place. */
    REPLACE;

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
