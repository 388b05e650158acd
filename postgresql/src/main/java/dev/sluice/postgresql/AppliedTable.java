package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ChangedTable.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A source table beside the destination table that its changes go to.
 *
 * @param relation the destination's table
 * @param columns the destination's column for each of the source's, by name
 * @param keys which fields tell one row from another; all of them where there is no key
 * @param unique whether no two rows are alike in {@code keys}
 */
record AppliedTable(Relation relation, List<RelationColumn> columns, List<Integer> keys, boolean unique) {
    AppliedTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /**
     * Finds the columns by their names, and what tells rows apart: what the source wrote down to do so, or, where that is
     * the whole row, the destination's own key.
     */
    static AppliedTable of(ChangedTable source, Relation relation, List<List<String>> destinationKeys) {
        List<RelationColumn> columns = new ArrayList<>();
        for (ChangedColumn column : source.columns()) {
            columns.add(relation.columns().stream()
                    .filter(candidate -> candidate.name().equals(column.name()))
                    .findFirst()
                    .orElseThrow(() -> missing(source, relation, column)));
        }
        List<String> names = source.columns().stream().map(ChangedColumn::name).toList();
        if (source.identity() != Identity.FULL) {
            List<Integer> keys = IntStream.range(0, names.size())
                    .filter(i -> source.columns().get(i).identifying())
                    .boxed()
                    .toList();
            return new AppliedTable(relation, columns, keys, true);
        }
        return destinationKeys.stream()
                .filter(names::containsAll)
                .findFirst()
                .map(key -> new AppliedTable(
                        relation, columns, key.stream().map(names::indexOf).toList(), true))
                .orElseGet(() -> new AppliedTable(
                        relation,
                        columns,
                        IntStream.range(0, names.size()).boxed().toList(),
                        false));
    }

    private static SyncException missing(ChangedTable source, Relation relation, ChangedColumn column) {
        return new SyncException(
                ErrorCode.DESTINATION_FAILED,
                "The destination " + relation.label() + " has no column " + column.name() + " as the source "
                        + source.name() + " has",
                "ALTER TABLE " + relation.quoted() + " ADD COLUMN " + Quoting.identifier(column.name()) + " "
                        + column.type().name(),
                null);
    }
}
