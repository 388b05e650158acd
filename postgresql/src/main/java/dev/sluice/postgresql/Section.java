package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.postgresql.AppliedTable.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of a batch, one after the other, whose order matters only among those of the same table: no table is emptied
 * between them, and none changes its form.
 *
 * @param batch where they are
 * @param from the first one
 * @param to behind the last one
 * @param tables the changes of each table, in the order in which the tables come
 */
record Section(ChangeBatch batch, int from, int to, List<TableChanges> tables) {
    Section {
        tables = List.copyOf(tables);
    }

    /** Returns the longest one that begins at {@code from}; a truncation is one of its own, without tables. */
    static Section at(ChangeBatch batch, int from, AppliedTables known) {
        if (batch.kind(from) == ChangeKind.TRUNCATE) {
            return new Section(batch, from, from + 1, List.of());
        }
        IdentityHashMap<AppliedTable, TableChanges> tables = new IdentityHashMap<>();
        Map<Long, AppliedTable> forms = new HashMap<>();
        List<TableChanges> inOrder = new ArrayList<>();
        int to = from;
        while (to < batch.changes() && batch.kind(to) != ChangeKind.TRUNCATE) {
            AppliedTable table = known.of(batch.table(to));
            TableChanges changes = tables.get(table);
            if (changes == null) {
                if (forms.putIfAbsent(table.relation().oid(), table) != null) {
                    break;
                }
                changes = new TableChanges(table, batch);
                tables.put(table, changes);
                inOrder.add(changes);
            }
            changes.add(to++);
        }
        return new Section(batch, from, to, inOrder);
    }

    int changes() {
        return to - from;
    }

    /** Returns whether what happens in one table may do something in another one. */
    boolean isReacting() {
        return tables.stream().anyMatch(changes -> changes.table().is(Trait.REACTING));
    }
}
