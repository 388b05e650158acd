package dev.sluice.change;

import java.util.Objects;
import java.util.Optional;

/**
 * A column as its table defines it.
 *
 * @param number its number in the table, which it keeps when it gets another name or type, and nobody gets after it
 * @param name its name
 * @param type its type with its modifier as SQL, with the schema of types that are not PostgreSQL's own
 * @param notNull whether it refuses NULL
 * @param generation the expression that the server computes it by, where it does
 */
public record ColumnDefinition(int number, String name, String type, boolean notNull, Optional<String> generation) {
    /** Checks that nothing is null. */
    public ColumnDefinition {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(generation);
    }
}
