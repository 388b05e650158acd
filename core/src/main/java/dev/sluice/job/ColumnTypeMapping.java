package dev.sluice.job;

import java.util.Objects;

/**
 * Another type for columns of tables that the job creates.
 *
 * @param source the type at the source, as PostgreSQL writes it, with or without its modifier
 * @param destination the type at the destination, as SQL
 */
public record ColumnTypeMapping(String source, String destination) {
    /** Checks that nothing is null. */
    public ColumnTypeMapping {
        Objects.requireNonNull(source);
        Objects.requireNonNull(destination);
    }
}
