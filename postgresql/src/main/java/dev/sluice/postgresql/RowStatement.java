package dev.sluice.postgresql;

import dev.sluice.change.ChangeKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The form of a statement that changes one row. Values are parameters without a type, which the server gives the type of
 * their column and its input function, so that they become what they were at the source or are refused.
 *
 * @param kind what it does
 * @param table where
 * @param written the fields that it writes, in the order of their parameters
 * @param nulls the fields of the key that are NULL, which have no parameter
 */
record RowStatement(ChangeKind kind, AppliedTable table, List<Integer> written, List<Integer> nulls) {
    /** Returns its SQL; the key's parameters follow those of the written fields. */
    String sql() {
        String name = table.relation().quoted();
        return switch (kind) {
            case INSERT ->
                "INSERT INTO " + name + " (" + list("%s") + ") OVERRIDING SYSTEM VALUE VALUES (" + list("?") + ")";
            case UPDATE -> "UPDATE " + name + " SET " + list("%s = ?") + " WHERE " + condition();
            case DELETE -> "DELETE FROM " + name + " WHERE " + condition();
            case TRUNCATE -> throw new IllegalStateException("A truncation is of no row");
        };
    }

    private String list(String each) {
        return written.stream().map(field -> each.replace("%s", column(field))).collect(Collectors.joining(", "));
    }

    /** Of rows that are alike in everything, one is meant, whichever. */
    private String condition() {
        String matches = table.keys().stream().map(this::matches).collect(Collectors.joining(" AND "));
        return table.unique()
                ? matches
                : "ctid = (SELECT ctid FROM " + table.relation().quoted() + " WHERE " + matches + " LIMIT 1)";
    }

    private String matches(int field) {
        if (nulls.contains(field)) {
            return column(field) + " IS NULL";
        }
        return table.unique() ? column(field) + " = ?" : column(field) + "::text = ?";
    }

    private String column(int field) {
        return table.columns().get(field).quoted();
    }
}
