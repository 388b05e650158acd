package dev.sluice.job;

import java.util.Objects;

/**
 * The name of a table as the catalogue has it, without quotes.
 *
 * @param schema the name of its schema
 * @param table its own name
 */
public record TableName(String schema, String table) {
    /** Checks that nothing is null. */
    public TableName {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(table);
    }

    /** Returns {@code schema.table}, to show to a user; no SQL. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
