package dev.sluice.postgresql;

import dev.sluice.postgresql.ChangeSets.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Those rows of one table to which one statement does the same. */
final class RowSet {
    /** Reads one row of the set. */
    private interface Reading {
        void read(int number, RowImage into);
    }

    /** Does something with the row that was read. */
    interface Action {
        void run() throws SQLException;
    }

    private final ChangeSets sets;
    private final List<Integer> fields;
    private final IntPredicate members;
    private final Reading reading;
    private final int rows;

    private RowSet(ChangeSets sets, List<Integer> fields, IntPredicate members, Reading reading, int rows) {
        this.sets = sets;
        this.fields = fields;
        this.members = members;
        this.reading = reading;
        this.rows = rows;
    }

    /** Returns the keys whose rows went. */
    static RowSet deletes(ChangeSets sets) {
        return new RowSet(
                sets,
                sets.table().keys(),
                i -> sets.outcome(i) == Outcome.DELETE || sets.outcome(i) == Outcome.REPLACE,
                sets::readKey,
                sets.deletes());
    }

    /** Returns the rows of which the same columns are written. */
    static RowSet updates(ChangeSets sets, ColumnSet columns) {
        List<Integer> fields = IntStream.concat(
                        sets.table().keys().stream().mapToInt(Integer::intValue), columns.fields().stream())
                .boxed()
                .toList();
        return new RowSet(
                sets,
                fields,
                i -> sets.outcome(i) == Outcome.UPDATE && sets.columnSet(i) == columns,
                sets::read,
                columns.rows());
    }

    /** Returns the rows that came. */
    static RowSet inserts(ChangeSets sets) {
        return new RowSet(
                sets,
                IntStream.range(0, sets.table().columns().size()).boxed().toList(),
                i -> sets.outcome(i) == Outcome.INSERT || sets.outcome(i) == Outcome.REPLACE,
                sets::read,
                sets.inserts());
    }

    AppliedTable table() {
        return sets.table();
    }

    /** Returns the fields that matter. */
    List<Integer> fields() {
        return fields;
    }

    /** Returns how many rows there are. */
    int rows() {
        return rows;
    }

    /** Returns whether every value that is not NULL is in binary form, and goes into the table as it is. */
    boolean isBinary() {
        return sets.isBinary();
    }

    /** Reads each row into {@code row} and does {@code action} with it. */
    void each(RowImage row, Action action) throws SQLException {
        for (int i = 0; rows > 0 && i < sets.size(); i++) {
            if (members.test(i)) {
                reading.read(i, row);
                action.run();
            }
        }
    }
}
