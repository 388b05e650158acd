package dev.sluice.postgresql;

import dev.sluice.postgresql.AppliedTable.Trait;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
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
        INSERT("insert"),
        /** Writes the row over one that has its key. */
        INSERT_OR_REPLACE("insert"),
        /** Does nothing where a row has its key. */
        INSERT_OR_IGNORE("insert"),
        UPDATE("update"),
        DELETE("delete"),
        /** An update that marks the row as deleted. */
        MARK("delete"),
        /** Removes a row that is marked as deleted. */
        CLEAR("removal");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns what it is for people. */
        String label() {
            return label;
        }
    }

    RowStatement {
        written = List.copyOf(written);
    }

    static RowStatement of(Kind kind, AppliedTable table, BitSet written) {
        return new RowStatement(kind, table, written.stream().boxed().toList());
    }

    /** Returns the fields of the key, as far as they are parameters. */
    List<Integer> keys() {
        return switch (kind) {
            case INSERT, INSERT_OR_REPLACE, INSERT_OR_IGNORE -> table.is(Trait.MARKING) ? table.keys() : List.of();
            case UPDATE, DELETE, MARK, CLEAR -> table.keys();
        };
    }

    /** Returns the written fields that are parameters once more, behind the others: those of a condition. */
    List<Integer> judged() {
        return condition().isPresent() && kind == Kind.UPDATE ? written : List.of();
    }

    /** Returns the condition that the row has to meet. */
    Optional<String> condition() {
        return switch (kind) {
            case UPDATE -> table.rules().updates();
            case DELETE -> table.rules().deletes();
            default -> Optional.empty();
        };
    }

    /** Returns its SQL. */
    String sql() {
        String name = table.relation().quoted();
        return switch (kind) {
            case INSERT -> insert(name);
            case INSERT_OR_REPLACE -> insert(name) + onConflict() + replacement();
            case INSERT_OR_IGNORE -> insert(name) + onConflict() + "NOTHING";
            case UPDATE, MARK -> writesIdentity() ? replace(name) : update();
            case DELETE -> delete();
            case CLEAR -> clear();
        };
    }

    private String insert(String name) {
        if (table.is(Trait.MARKING)) {
            return insertOverMarked(name);
        }
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

    private String clear() {
        return delete() + " AND " + table.mark() + " IS TRUE";
    }

    /**
     * The row takes the place of a marked one. Where foreign keys or triggers look on, that one becomes the new one, since
     * others may refer to it.
     */
    private String insertOverMarked(String name) {
        String values = IntStream.rangeClosed(1, written.size())
                .mapToObj(number -> "$" + number)
                .collect(Collectors.joining(", "));
        String insert = " INSERT INTO " + name + " (" + columns() + ") OVERRIDING SYSTEM VALUE SELECT " + values;
        if (!table.is(Trait.REACTING)) {
            return "WITH gone AS (" + clear() + " RETURNING 1)" + insert + " FROM (SELECT count(*) FROM gone) AS first";
        }
        String assigned = IntStream.range(0, written.size())
                .filter(i -> !table.keys().contains(written.get(i)))
                .mapToObj(i -> column(written.get(i)) + " = $" + (i + 1))
                .collect(Collectors.joining(", "));
        return "WITH alive AS (UPDATE " + table.relation().quotedAlone() + " SET " + assigned + " WHERE " + row()
                + " AND " + table.mark() + " IS TRUE RETURNING 1)" + insert + " WHERE NOT EXISTS (SELECT FROM alive)";
    }

    private String columns() {
        return written.stream().map(this::column).collect(Collectors.joining(", "));
    }

    private String delete() {
        return "DELETE FROM " + table.relation().quotedAlone() + " WHERE " + row();
    }

    private String update() {
        return "UPDATE " + table.relation().quotedAlone() + " SET " + assigned() + " WHERE " + row();
    }

    /** The server changes no column that is GENERATED ALWAYS AS IDENTITY. */
    private String assigned() {
        return IntStream.range(0, written.size())
                .filter(i -> !isIdentity(i))
                .mapToObj(i -> column(written.get(i)) + " = $" + (i + 1))
                .collect(Collectors.joining(", "));
    }

    private boolean writesIdentity() {
        return IntStream.range(0, written.size()).anyMatch(this::isIdentity);
    }

    private boolean isIdentity(int place) {
        return table.columns().get(written.get(place)).identity();
    }

    /**
     * The server lets a new row have any value in a column that is GENERATED ALWAYS AS IDENTITY. A row that has the value already
     * is changed like any other, since others may refer to it.
     */
    private String replace(String name) {
        int identity = IntStream.range(0, written.size())
                .filter(this::isIdentity)
                .findFirst()
                .orElseThrow();
        String distinct = " DISTINCT FROM $" + (identity + 1);
        String is = " AND " + column(written.get(identity)) + " IS";
        String alike = is + " NOT" + distinct;
        List<RelationColumn> all = table.relation().columns().stream()
                .filter(column -> !column.generated())
                .toList();
        return "WITH same AS ("
                + (assigned().isEmpty()
                        ? "SELECT 1 FROM " + table.relation().quotedAlone() + " WHERE " + row() + alike
                        : update() + alike + " RETURNING 1")
                + "), gone AS (" + delete() + is + distinct + " RETURNING *), come AS (INSERT INTO " + name + " ("
                + all.stream().map(RelationColumn::quoted).collect(Collectors.joining(", "))
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + all.stream().map(this::newValue).collect(Collectors.joining(", "))
                + " FROM gone RETURNING 1) TABLE same UNION ALL TABLE come";
    }

    private String newValue(RelationColumn column) {
        return IntStream.range(0, written.size())
                .filter(i -> table.columns().get(written.get(i)).target().equals(column))
                .mapToObj(i -> "$" + (i + 1))
                .findFirst()
                .orElse("gone." + column.quoted());
    }

    /** Of rows that are alike in everything, one is meant, whichever. */
    private String row() {
        if (table.is(Trait.KEYED)) {
            return matches(i -> column(table.keys().get(i)) + " = " + parameter(i)) + judgement();
        }
        return "(tableoid, ctid) = (SELECT tableoid, ctid FROM "
                + table.relation().quotedAlone() + " WHERE "
                + matches(i -> sameText(table.keys().get(i), parameter(i))) + judgement() + " LIMIT 1)";
    }

    private String parameter(int key) {
        return "$" + (written.size() + key + 1);
    }

    /** A deleted row is judged as it is, an updated one as it becomes. */
    private String judgement() {
        Optional<String> condition = condition();
        if (condition.isEmpty()) {
            return "";
        }
        String met = "(" + condition.get() + "\n)";
        return kind == Kind.DELETE
                ? " AND " + met
                : " AND EXISTS (SELECT FROM (SELECT "
                        + table.relation().columns().stream()
                                .map(this::becoming)
                                .collect(Collectors.joining(", "))
                        + ") AS " + Quoting.identifier(table.relation().name()) + " WHERE " + met + ")";
    }

    /** The case gives the parameter the type and the collation of the column. */
    private String becoming(RelationColumn column) {
        String there = table.relation().quoted() + "." + column.quoted();
        return IntStream.range(0, written.size())
                        .filter(i ->
                                table.columns().get(written.get(i)).target().equals(column))
                        .mapToObj(i -> "CASE WHEN true THEN $"
                                + (written.size() + table.keys().size() + i + 1) + " ELSE " + there + " END")
                        .findFirst()
                        .orElse(there)
                + " AS " + column.quoted();
    }

    private String matches(IntFunction<String> each) {
        return IntStream.range(0, table.keys().size()).mapToObj(each).collect(Collectors.joining(" AND "));
    }

    /**
     * The text is the one of the type's output function, which a cast to text is not for bool, character and inet. What has
     * several texts is compared as such: before version 12 servers write floats with other digits, and each zone has times of its
     * own.
     */
    private String sameText(int field, String parameter) {
        AppliedColumn column = table.columns().get(field);
        if (column.hasSeveralTexts()) {
            return column.quoted() + " IS NOT DISTINCT FROM " + parameter;
        }
        String converted = "CAST(" + parameter + " AS " + column.target().type().name() + ")";
        return text(column.quoted()) + " IS NOT DISTINCT FROM " + (column.isConverted() ? text(converted) : parameter);
    }

    private static String text(String value) {
        return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN format('%s', " + value + ") END";
    }

    private String column(int field) {
        return table.columns().get(field).quoted();
    }
}
