package dev.sluice.postgresql;

import java.util.Locale;

/** How rows are written. Both give the same rows on the same input; only speed may differ. */
enum WriteMode {
    /** As INSERT would. */
    INSERT,
    /** By COPY. */
    COPY;

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
