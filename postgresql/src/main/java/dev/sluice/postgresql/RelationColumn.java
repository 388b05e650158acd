package dev.sluice.postgresql;

import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;

/**
 * A column of a relation.
 *
 * @param name its name, unquoted
 * @param type its type; the object identifier of a domain is that of its base type
 * @param notNull whether it refuses NULL
 * @param generated whether the server computes it, so that nobody can write it
 */
record RelationColumn(String name, ColumnType type, boolean notNull, boolean generated) {
    Column asColumn() {
        return new Column(name, type);
    }

    String quoted() {
        return Quoting.identifier(name);
    }
}
