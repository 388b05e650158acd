package dev.sluice.postgresql;

import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.TableDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a stream's description of a table, which has no numbers of columns, says beside a definition that has them. */
record DescribedTable(ChangedTable table) {
    /** Generated columns are not in the stream, and a partition may have its columns in another order. */
    boolean isAs(TableDefinition definition) {
        List<String> columns = table.columns().stream()
                .map(column -> column.name() + " " + column.type().oid() + " " + column.modifier())
                .toList();
        List<String> defined = written(definition)
                .map(column -> column.name() + " " + column.type().oid() + " "
                        + column.type().modifier())
                .toList();
        return isPartitionOf(definition)
                ? columns.containsAll(defined) && defined.containsAll(columns)
                : columns.equals(defined);
    }

    private boolean isPartitionOf(TableDefinition definition) {
        return table.oid() != definition.oid();
    }

    /**
     * Returns whether each name may stand for the column that has it in {@code now}, or had it {@code earlier}: a description
     * has its columns in the order of their numbers. One that the catalogue does not have any more, and nobody has seen
     * before, may have been any.
     */
    boolean isExplainedBy(Map<String, Integer> earlier, TableDefinition now) {
        Map<String, Integer> known = new HashMap<>(earlier);
        written(now).forEach(column -> known.put(column.name(), column.number()));
        List<String> names = table.columns().stream().map(ChangedColumn::name).toList();
        if (!known.keySet().containsAll(names)) {
            return false;
        }
        List<Integer> numbers = names.stream().map(known::get).toList();
        return new HashSet<>(numbers).size() == numbers.size()
                && (isPartitionOf(now) || numbers.stream().sorted().toList().equals(numbers));
    }

    private static Stream<ColumnDefinition> written(TableDefinition definition) {
        return definition.columns().stream().filter(column -> !column.generated());
    }
}
