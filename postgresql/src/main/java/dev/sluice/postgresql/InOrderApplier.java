package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.postgresql.AppliedTable.Trait;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts changes into an {@link ApplyScript} one after the other, as the source made them. Used by one thread. */
final class InOrderApplier {
    private final ApplyScript script;
    private final AppliedTables tables;
    private final ChangeCursor cursor = new ChangeCursor();
    private final RowImage row = new RowImage();
    private final RowImage old = new RowImage();
    private final BitSet written = new BitSet();
    private final BitSet sameKeys = new BitSet();

    InOrderApplier(ApplyScript script, AppliedTables tables) {
        this.script = script;
        this.tables = tables;
    }

    /** Adds the change at {@code index} of the batch to the script. */
    void add(ChangeBatch batch, int index) throws SQLException {
        if (batch.kind(index) == ChangeKind.TRUNCATE) {
            truncate(batch.truncation(index));
        } else {
            addRow(batch, index);
        }
    }

    /** A table is not truncated while checks of its rows are put off, which belong to transactions before. */
    private void truncate(Truncation truncation) {
        List<AppliedTable> emptied =
                truncation.tables().stream().map(tables::of).toList();
        List<Relation> gone = emptied.stream()
                .filter(table -> table.rules().mark().isEmpty())
                .map(AppliedTable::relation)
                .distinct()
                .toList();
        script.add("SET CONSTRAINTS ALL IMMEDIATE");
        if (!gone.isEmpty()) {
            script.add(emptying(gone, truncation));
        }
        emptied.stream().filter(table -> table.rules().mark().isPresent()).forEach(table -> mark(table, truncation));
        script.add("SET CONSTRAINTS ALL DEFERRED");
    }

    /**
     * A server truncates no table to which one refers that stays, not even for a replica. Rows that are deleted by one
     * statement are looked at by foreign keys when all are gone; sequences stay where they are then.
     */
    private String emptying(List<Relation> gone, Truncation truncation) {
        if (truncation.part().isPresent() || tables.isReferredTo(gone)) {
            String rest = truncation.part().map(part -> " WHERE " + part).orElse("");
            String others = IntStream.range(1, gone.size())
                    .mapToObj(i ->
                            "emptied_" + i + " AS (DELETE FROM " + gone.get(i).quotedAlone() + rest + ")")
                    .collect(Collectors.joining(", "));
            return (others.isEmpty() ? "" : "WITH " + others + " ") + "DELETE FROM "
                    + gone.get(0).quotedAlone() + rest;
        }
        return "TRUNCATE " + gone.stream().map(Relation::quotedAlone).collect(Collectors.joining(", "))
                + (truncation.restartIdentity() ? " RESTART IDENTITY" : "");
    }

    private void mark(AppliedTable table, Truncation truncation) {
        script.add("UPDATE " + table.relation().quotedAlone() + " SET " + table.mark() + " = true WHERE " + table.mark()
                + " IS NOT TRUE"
                + truncation.part().map(part -> " AND (" + part + ")").orElse(""));
    }

    private void addRow(ChangeBatch batch, int index) throws SQLException {
        AppliedTable table = tables.of(batch.table(index));
        cursor.moveTo(batch, index);
        row.take(cursor.after());
        old.take(cursor.before().size() == 0 ? cursor.after() : cursor.before());
        switch (batch.kind(index)) {
            case INSERT -> script.insert(table, row);
            case DELETE -> script.delete(table, old);
            default -> update(table);
        }
    }

    /** What PostgreSQL did not send has not changed, and a key that is the same need not be written. */
    private void update(AppliedTable table) throws SQLException {
        sameKeys.clear();
        if (table.is(Trait.KEYED) && table.keys().stream().allMatch(key -> row.mayEqual(old, key))) {
            table.keys().forEach(sameKeys::set);
        } else if (table.is(Trait.MARKING)) {
            table.keys().forEach(key -> row.fill(cursor.before(), key));
            script.clear(table, row);
        }
        row.known(written, sameKeys);
        script.update(table, written, row, old);
    }
}
