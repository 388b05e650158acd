package dev.sluice.postgresql;

import java.util.Locale;

/** What the channels of one read see of each other's time. */
enum Consistency {
    /** All channels read one snapshot: the rows of one instant. */
    SNAPSHOT,
    /** Every channel has a snapshot of its own, as where a pooler does not let a snapshot be shared. */
    NONE;

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
