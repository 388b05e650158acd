package dev.sluice.realtime;

import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.Writer;
import dev.sluice.job.TableName;
import dev.sluice.row.RowSchema;
import java.util.List;

/** Where first copies go. Used by one thread. */
interface CopyPlace {
    /** The copy of a table begins; returns its definition as far as the destination follows it. */
    TableDefinition begins(TableName table);

    /** Returns the columns that a table's rows are to have behind those of the source. */
    List<ExtraColumn> extras(TableName table);

    /** Returns a writer of a table's rows; the caller closes it. */
    Writer writer(TableName table, RowSchema source);

    /** A table has all rows that were there at {@code position}. */
    void ends(TableName table, Lsn position);

    /** Rows came since this was called last, of any table. */
    void goesOn();
}
