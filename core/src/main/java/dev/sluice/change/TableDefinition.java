package dev.sluice.change;

import dev.sluice.job.TableName;
import java.util.List;
import java.util.Objects;

/**
 * What is needed to make a table that takes the rows of another, and to see how its definition changes.
 *
 * @param oid the table's object identifier, which it keeps when it gets another name
 * @param name its name
 * @param columns its columns in their order
 * @param primaryKey the names of the columns of its primary key, in the key's order; empty where there is none
 * @param uniqueKeys those of further keys of columns without NULL, which tell every row from every other
 */
public record TableDefinition(
        long oid,
        TableName name,
        List<ColumnDefinition> columns,
        List<String> primaryKey,
        List<List<String>> uniqueKeys) {
    /** Copies the lists. */
    public TableDefinition {
        Objects.requireNonNull(name);
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    }
}
