package dev.sluice.cli;

import dev.sluice.realtime.FollowStatus;
import java.util.Optional;

/** What is said of changes that found no row. */
final class MissedRows {
    private MissedRows() {}

    /** Returns a sentence if there are any. */
    static Optional<String> text(FollowStatus follow) {
        long missed = follow.applied().missedRows();
        return missed == 0
                ? Optional.empty()
                : Optional.of("Left out: " + (missed == 1 ? "1 change" : Words.count(missed) + " changes")
                        + " of rows that are not at the destination; somebody else must have changed it");
    }
}
