package dev.sluice.postgresql;

import dev.sluice.postgresql.AppliedTable.Trait;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The form of a statement that changes one row. Values are parameters without a type, which the server gives the type of
 * their column and its input function, so that they become what they were at the source or are refused. The parameters of
 * the written fields come first, those of the key behind them.
 *
 * @param kind what it does
 * @param table where
 * @param written the fields that it writes
 */
record RowStatement(Kind kind, AppliedTable table, List<Integer> written) {
    /** What a statement does with a row. */
    enum Kind {
        INSERT,
        /** Writes the row over one that has its key. */
        INSERT_OR_REPLACE,
        /** Does nothing where a row has its key. */
        INSERT_OR_IGNORE,
        UPDATE,
        DELETE
    }

    RowStatement {
        written = List.copyOf(written);
    }

    static RowStatement of(Kind kind, AppliedTable table, BitSet written) {
        return new RowStatement(kind, table, written.stream().boxed().toList());
    }

    /** Returns the fields of the key, as far as they are parameters. */
    List<Integer> keys() {
        return kind == Kind.UPDATE || kind == Kind.DELETE ? table.keys() : List.of();
    }

    /** Returns its SQL. */
    String sql() {
        String name = table.relation().quoted();
        return switch (kind) {
            case INSERT -> insert(name);
            case INSERT_OR_REPLACE -> insert(name) + onConflict() + replacement();
            case INSERT_OR_IGNORE -> insert(name) + onConflict() + "NOTHING";
            case UPDATE -> writesIdentity() ? replace(name) : update(name);
            case DELETE -> "DELETE FROM " + name + " WHERE " + condition();
        };
    }

    private String insert(String name) {
        return written.isEmpty()
                ? "INSERT INTO " + name + " DEFAULT VALUES"
                : "INSERT INTO " + name + " (" + columns() + ") OVERRIDING SYSTEM VALUE VALUES ("
                        + IntStream.rangeClosed(1, written.size())
                                .mapToObj(number -> "$" + number)
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private String onConflict() {
        return " ON CONFLICT (" + table.keys().stream().map(this::column).collect(Collectors.joining(", ")) + ") DO ";
    }

    /** The server changes no column that is GENERATED ALWAYS AS IDENTITY. */
    private String replacement() {
        String assigned = written.stream()
                .filter(field -> !table.keys().contains(field))
                .filter(field -> !table.columns().get(field).identity())
                .map(this::column)
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return assigned.isEmpty() ? "NOTHING" : "UPDATE SET " + assigned;
    }

    private String columns() {
        return written.stream().map(this::column).collect(Collectors.joining(", "));
    }

    private String update(String name) {
        return "UPDATE " + name + " SET "
                + IntStream.range(0, written.size())
                        .mapToObj(i -> column(written.get(i)) + " = $" + (i + 1))
                        .collect(Collectors.joining(", "))
                + " WHERE " + condition();
    }

    private boolean writesIdentity() {
        return written.stream().anyMatch(field -> table.columns().get(field).identity());
    }

    /** The server changes no column that is GENERATED ALWAYS AS IDENTITY, but lets a new row have a value there. */
    private String replace(String name) {
        List<RelationColumn> all = table.relation().columns().stream()
                .filter(column -> !column.generated())
                .toList();
        return "WITH gone AS (DELETE FROM " + name + " WHERE " + condition() + " RETURNING *) INSERT INTO " + name
                + " ("
                + all.stream().map(RelationColumn::quoted).collect(Collectors.joining(", "))
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + all.stream().map(this::newValue).collect(Collectors.joining(", ")) + " FROM gone";
    }

    private String newValue(RelationColumn column) {
        return IntStream.range(0, written.size())
                .filter(i -> table.columns().get(written.get(i)).target().equals(column))
                .mapToObj(i -> "$" + (i + 1))
                .findFirst()
                .orElse("gone." + column.quoted());
    }

    /** Of rows that are alike in everything, one is meant, whichever. */
    private String condition() {
        if (table.is(Trait.KEYED)) {
            return matches(i -> column(table.keys().get(i)) + " = " + parameter(i));
        }
        return "(tableoid, ctid) = (SELECT tableoid, ctid FROM "
                + table.relation().quoted() + " WHERE "
                + matches(i -> sameText(table.keys().get(i), parameter(i))) + " LIMIT 1)";
    }

    private String parameter(int key) {
        return "$" + (written.size() + key + 1);
    }

    private String matches(IntFunction<String> each) {
        return IntStream.range(0, table.keys().size()).mapToObj(each).collect(Collectors.joining(" AND "));
    }

    /**
     * The text is the one of the type's output function, which a cast to text is not for bool, character and inet. Floats
     * are compared as such: before version 12 servers write them with other digits.
     */
    private String sameText(int field, String parameter) {
        AppliedColumn column = table.columns().get(field);
        return column.isFloat()
                ? column.quoted() + " IS NOT DISTINCT FROM " + parameter
                : "CASE WHEN " + column.quoted() + " IS DISTINCT FROM NULL THEN format('%s', " + column.quoted()
                        + ") END IS NOT DISTINCT FROM " + parameter;
    }

    private String column(int field) {
        return table.columns().get(field).quoted();
    }
}
