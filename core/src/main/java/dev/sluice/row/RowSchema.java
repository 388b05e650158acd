package dev.sluice.row;

import java.util.List;

/** The columns of a row, in order. */
public record RowSchema(List<Column> columns) {
    /** Copies the columns; there may be none, as in a table without columns. */
    public RowSchema {
        columns = List.copyOf(columns);
    }

    /** Returns how many columns a row has. */
    public int size() {
        return columns.size();
    }

    /** Returns the column at {@code index}, from 0. */
    public Column column(int index) {
        return columns.get(index);
    }
}
