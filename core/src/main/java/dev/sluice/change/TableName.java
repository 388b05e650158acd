package dev.sluice.change;

import java.util.Objects;

/**
 * A table's full name, unquoted.
 *
 * @param schema its schema
 * @param name its name in the schema
 */
public record TableName(String schema, String name) implements Comparable<TableName> {
    /** Checks that both are there. */
    public TableName {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
    }

    @Override
    public int compareTo(TableName other) {
        int schemas = schema.compareTo(other.schema);
        return schemas == 0 ? name.compareTo(other.name) : schemas;
    }

    /** Returns the name for people. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
