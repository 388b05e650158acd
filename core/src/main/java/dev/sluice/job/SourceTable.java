package dev.sluice.job;

import java.util.Objects;

/**
 * A table of the source with all that a new name for it may be made of.
 *
 * @param dataSource the name of the data source
 * @param database the name of its database
 * @param name schema and table
 */
public record SourceTable(String dataSource, String database, TableName name) {
    /** Checks that nothing is null. */
    public SourceTable {
        Objects.requireNonNull(dataSource);
        Objects.requireNonNull(database);
        Objects.requireNonNull(name);
    }
}
