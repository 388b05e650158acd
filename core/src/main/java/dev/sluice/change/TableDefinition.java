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
 * @param keys what tells every row from every other
 * @param storage where its rows are: another text after all of them were written anew
 * @param text all of this, as the source can read it again
 */
public record TableDefinition(
        long oid, TableName name, List<ColumnDefinition> columns, Keys keys, String storage, String text) {
    /**
     * The keys of a table.
     *
     * @param primary the names of the columns of the primary key, in the key's order; empty where there is none
     * @param unique those of further keys of columns without NULL
     */
    public record Keys(List<String> primary, List<List<String>> unique) {
        /** Copies the lists. */
        public Keys {
            primary = List.copyOf(primary);
            unique = unique.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Returns the definition with another primary key, which takes the place of the table's own keys.
     *
     * @param key the names of its columns, in order; none leaves the definition as it is
     */
    public TableDefinition keyed(List<String> key) {
        return key.isEmpty() ? this : new TableDefinition(oid, name, columns, new Keys(key, List.of()), storage, text);
    }

    /** Copies the columns. */
    public TableDefinition {
        Objects.requireNonNull(name);
        columns = List.copyOf(columns);
        Objects.requireNonNull(keys);
        Objects.requireNonNull(storage);
        Objects.requireNonNull(text);
    }
}
