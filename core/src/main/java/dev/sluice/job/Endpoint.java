package dev.sluice.job;

import java.util.Objects;

/** Which database a step means. */
public sealed interface Endpoint {
    /**
     * A data source of the workspace.
     *
     * @param dataSource its name
     */
    record Named(String dataSource) implements Endpoint {
        /** Checks that the name is not null. */
        public Named {
            Objects.requireNonNull(dataSource);
        }
    }

    /**
     * A connection that the job itself describes, as classic files do.
     *
     * @param dataSource what the job says about it
     */
    record Inline(DataSource dataSource) implements Endpoint {
        /** Checks that the description is not null. */
        public Inline {
            Objects.requireNonNull(dataSource);
        }
    }
}
