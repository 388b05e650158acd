package dev.sluice.connector;

import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Optional;

/** One state of all tables of a source, which stays readable until it is closed. */
public interface TableSnapshot extends AutoCloseable {
    /** Returns the state's place among the changes: what was committed before it is in it, what came later is not. */
    Lsn position();

    /**
     * Returns a reader of one table in this state; the caller closes it. Its rows have the columns that the destination
     * follows, under the names that it knows them by, and behind them {@code extras}, which take the place of those of the
     * same name.
     *
     * @param followed the table's definition as far as the destination follows it
     */
    Reader reader(TableName table, TableDefinition followed, List<ExtraColumn> extras);

    /** Returns how a table is defined in this state. */
    TableDefinition definition(TableName table);

    /**
     * Returns what a destination has to do that follows an earlier definition of a table, before it can take the rows of
     * this state.
     *
     * @param earlier the definition, as the source wrote it
     * @return that; empty if the definition is that of another table, which had the same name
     * @throws dev.sluice.SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> since(TableName table, String earlier);

    /** Gives the state up; does nothing when called again. */
    @Override
    void close();
}
