package dev.sluice.change;

import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import java.util.List;

/**
 * A source table as it was when rows of it changed. After its definition changed there is another one with the same
 * object identifier.
 *
 * @param oid the table's object identifier at the source
 * @param name its name
 * @param identity what of an old row the source writes down
 * @param columns its columns in their order, those that are not written down left out
 */
public record ChangedTable(long oid, TableName name, Identity identity, List<ChangedColumn> columns) {
    /** What the source writes down of a row that is updated or deleted: PostgreSQL's REPLICA IDENTITY. */
    public enum Identity {
        /** The primary key, if there is one. */
        DEFAULT,
        /** The columns of a unique index. */
        INDEX,
        /** Every column. */
        FULL,
        /** Nothing. */
        NOTHING
    }

    /**
     * A column of a changed table.
     *
     * @param name its name
     * @param type its type, by the source's object identifiers
     * @param identifying whether it is one of the columns of the identity
     * @param modifier the type's modifier, PostgreSQL's {@code atttypmod}; -1 for none
     */
    public record ChangedColumn(String name, ColumnType type, boolean identifying, int modifier) {
        /** Returns a column whose type has no modifier. */
        public ChangedColumn(String name, ColumnType type, boolean identifying) {
            this(name, type, identifying, -1);
        }
    }

    /** Copies the columns. */
    public ChangedTable {
        columns = List.copyOf(columns);
    }
}
