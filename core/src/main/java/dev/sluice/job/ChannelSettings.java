package dev.sluice.job;

import java.util.Objects;
import java.util.Optional;

/**
 * How rows are written.
 *
 * @param conflict what is done when a row's key is taken
 * @param write what changes become
 * @param dynamicColumns what is done with columns that the destination does not have
 */
public record ChannelSettings(Conflict conflict, Write write, DynamicColumns dynamicColumns) {
    /** What a file that is silent means. */
    public static final ChannelSettings STANDARD =
            new ChannelSettings(Conflict.REPLACE, Write.REPLAY, DynamicColumns.REPLAY);

    /** Checks that nothing is null. */
    public ChannelSettings {
        Objects.requireNonNull(conflict);
        Objects.requireNonNull(write);
        Objects.requireNonNull(dynamicColumns);
    }

    /** What is done when an inserted row's key is taken, {@code conflictMode}. */
    public enum Conflict {
        /** The new row takes the place of the old one. */
        REPLACE("replace"),
        /** The old row stays. */
        IGNORE("ignore");

        private final String spelling;

        Conflict(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }

    /** What changes become, {@code writeMode}. */
    public enum Write {
        /** Inserts, updates and deletes: the destination's rows are the source's. */
        REPLAY("replay"),
        /** A new row for every change: the destination is a record of changes. */
        INSERT("insert");

        private final String spelling;

        Write(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }

    /** What is done with columns that the source's table gets, {@code dynamicColumnAction}. */
    public enum DynamicColumns {
        /** What the policy for AddColumn says. */
        REPLAY("replay"),
        /** They are added, whatever the policy says. */
        INSERT("insert"),
        /** They are left out. */
        IGNORE("ignore");

        private final String spelling;

        DynamicColumns(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the policy for AddColumn that it means, whatever else the file says of it. */
        Optional<DdlPolicy> policy() {
            return switch (this) {
                case REPLAY -> Optional.empty();
                case INSERT -> Optional.of(DdlPolicy.NORMAL);
                case IGNORE -> Optional.of(DdlPolicy.IGNORE);
            };
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }
}
