package dev.sluice.job;

import java.util.Objects;

/** Where a real-time job writes. */
public sealed interface RealtimeDestination {
    /**
     * A data source of the workspace.
     *
     * @param dataSource its name
     */
    record Named(String dataSource) implements RealtimeDestination {
        /** Checks that the name is not null. */
        public Named {
            Objects.requireNonNull(dataSource);
        }
    }

    /** Standard output: one JSON message per change. */
    record Stream() implements RealtimeDestination {}
}
