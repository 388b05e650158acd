package dev.sluice.postgresql;

import dev.sluice.postgresql.AppliedTable.Trait;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the sets of one table: deletes, then updates, then inserts. Many rows go by COPY, those that come straight into
 * the table, the others into a stage, from which one statement does all; few rows go as statements of their own, which
 * costs the server more and takes fewer round trips. Used by one thread.
 */
final class SetWriter {
    /** From so many rows on a COPY costs less. */
    private static final int MANY = 40;

    private static final List<String> BY_INDEX = List.of("enable_hashjoin", "enable_mergejoin", "enable_seqscan");

    private final ApplyScript script;
    private final Stages stages;
    private final SetCopy copy;
    private final RowImage row = new RowImage();

    SetWriter(PgSession session, ApplyScript script) {
        this.script = script;
        this.stages = new Stages(session, script);
        this.copy = new SetCopy(session, script);
    }

    /** Returns whether this session may write the sets: many updates or deletes take temporary tables. */
    boolean takes(ChangeSets sets) {
        return !needsStage(sets) || stages.areAllowed();
    }

    private static boolean needsStage(ChangeSets sets) {
        return isMany(RowSet.deletes(sets))
                || (sets.table().is(Trait.MARKING) && isMany(RowSet.inserts(sets)))
                || sets.columnSets().stream().anyMatch(columns -> columns.rows() >= MANY);
    }

    /** Makes what {@link #write} needs; done before the savepoint that a refused set is rolled back to. */
    void prepare(ChangeSets sets) {
        if (needsStage(sets)) {
            stages.make(sets.table());
        }
    }

    private static boolean isMany(RowSet set) {
        return set.rows() >= MANY;
    }

    void write(ChangeSets sets) throws SQLException {
        delete(RowSet.deletes(sets));
        for (ColumnSet columns : sets.columnSets()) {
            if (!columns.fields().isEmpty()) {
                update(RowSet.updates(sets, columns), columns);
            }
        }
        insert(RowSet.inserts(sets));
    }

    private void delete(RowSet set) throws SQLException {
        AppliedTable table = set.table();
        if (isMany(set)) {
            String stage = stage(set);
            join(
                    table,
                    "DELETE FROM " + table.relation().quotedAlone() + " AS t USING " + stage + " AS s WHERE "
                            + sameKeys(table),
                    set.rows());
        } else {
            set.each(row, () -> script.delete(table, row));
        }
    }

    private void update(RowSet set, ColumnSet columns) throws SQLException {
        AppliedTable table = set.table();
        if (isMany(set)) {
            String stage = stage(set);
            String assigned = columns.fields().stream()
                    .mapToObj(field -> table.columns().get(field).quoted())
                    .map(column -> column + " = s." + column)
                    .collect(Collectors.joining(", "));
            join(
                    table,
                    "UPDATE " + table.relation().quotedAlone() + " AS t SET " + assigned + " FROM " + stage
                            + " AS s WHERE " + sameKeys(table),
                    set.rows());
        } else {
            set.each(row, () -> script.update(table, columns.fields(), row, row));
        }
    }

    private void insert(RowSet set) throws SQLException {
        if (isMany(set) && set.table().is(Trait.MARKING)) {
            insertOverMarked(set);
        } else if (isMany(set)) {
            copy.into(set.table().relation().quoted(), set);
        } else {
            set.each(row, () -> script.insert(set.table(), row));
        }
    }

    /** Rows that are marked as deleted make room for others of their keys. */
    private void insertOverMarked(RowSet set) throws SQLException {
        AppliedTable table = set.table();
        String stage = stage(set);
        String columns = table.columns().stream().map(AppliedColumn::quoted).collect(Collectors.joining(", "));
        join(
                table,
                "DELETE FROM " + table.relation().quotedAlone() + " AS t USING " + stage + " AS s WHERE "
                        + sameKeys(table) + " AND t." + table.mark() + " IS TRUE",
                0);
        script.add("INSERT INTO " + table.relation().quoted() + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT "
                + columns + " FROM " + stage + " AS s");
    }

    private String stage(RowSet set) throws SQLException {
        String stage = stages.use(set.table());
        copy.into(stage, set);
        String keys = set.table().keys().stream()
                .map(key -> set.table().columns().get(key).quoted())
                .collect(Collectors.joining(", "));
        return set.table().isIndexed() ? "(SELECT * FROM " + stage + " ORDER BY " + keys + ")" : stage;
    }

    /**
     * The server knows nothing of a stage, and little of a table that grew while VACUUM was counting it: it would read the whole
     * table, for a hash join or even for each row. Without a unique index on the keys it does what it thinks best.
     */
    private void join(AppliedTable table, String sql, int rows) {
        List<String> off = table.isIndexed() ? BY_INDEX : List.of();
        off.forEach(setting -> script.add("SET LOCAL " + setting + " = off"));
        script.add(sql, rows);
        off.forEach(setting -> script.add("SET LOCAL " + setting + " TO DEFAULT"));
    }

    private static String sameKeys(AppliedTable table) {
        return table.keys().stream()
                .map(key -> sameKey(table.columns().get(key), table.leading().contains(key)))
                .collect(Collectors.joining(" AND "));
    }

    /**
     * By a list of one value no index has the order that a join wants: so no server reads a whole index for that order. Of the
     * columns behind an index's first one a server may leave lists to be looked at row by row.
     */
    private static String sameKey(AppliedColumn key, boolean leading) {
        String same = "t." + key.quoted() + " = ";
        String value = "s." + key.quoted();
        return same
                + key.comparedAs()
                        .filter(type -> leading)
                        .map(type -> "ANY (ARRAY[" + value + "::pg_catalog." + Quoting.identifier(type) + "])")
                        .orElse(value);
    }

    /** Says that the transaction was committed. */
    void committed() {
        stages.committed();
    }

    /** Says that the transaction was rolled back. */
    void rolledBack() {
        stages.rolledBack();
    }
}
