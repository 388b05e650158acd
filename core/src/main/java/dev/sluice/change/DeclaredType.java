package dev.sluice.change;

import java.util.Objects;

/**
 * The type that a column is declared with.
 *
 * @param sql the type with its modifier, with the schema of types that are not PostgreSQL's own
 * @param oid its object identifier at the source, that of a domain its own
 * @param modifier PostgreSQL's {@code atttypmod}; -1 for none
 */
public record DeclaredType(String sql, int oid, int modifier) {
    /** Checks that nothing is null. */
    public DeclaredType {
        Objects.requireNonNull(sql);
    }

    /** Returns the type as SQL. */
    @Override
    public String toString() {
        return sql;
    }
}
