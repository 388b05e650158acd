package dev.sluice.connector;

import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.TableName;

/** One state of all tables of a source, which stays readable until it is closed. */
public interface TableSnapshot extends AutoCloseable {
    /** Returns the state's place among the changes: what was committed before it is in it, what came later is not. */
    Lsn position();

    /** Returns a reader of one table in this state; the caller closes it. */
    Reader reader(TableName table);

    /** Returns how a table is defined in this state. */
    TableDefinition definition(TableName table);

    /** Gives the state up; does nothing when called again. */
    @Override
    void close();
}
