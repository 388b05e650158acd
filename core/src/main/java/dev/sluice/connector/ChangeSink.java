package dev.sluice.connector;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One bound destination of a real-time job. It keeps the job's progress together with the rows, so that both are there or
 * neither. It connects when it is first asked something. Used by one thread, but for {@link #cancel}.
 */
public interface ChangeSink extends AutoCloseable {
    /** Looks at everything that the tables need and changes nothing; never throws for what it finds. */
    List<Finding> check(List<SourceTable> tables);

    /**
     * Waits a moment for what an earlier run of the job has left at work here. Nobody else can prepare the same job from now
     * on until this is closed.
     *
     * @return what is at work yet, in words
     * @throws dev.sluice.SyncException with ALREADY_RUNNING when somebody else has prepared the job
     */
    default Optional<String> awaitEarlier() {
        return Optional.empty();
    }

    /**
     * Makes what is missing to keep the progress of the tables. Nobody else can prepare the same job until this is closed.
     *
     * @throws dev.sluice.SyncException with ALREADY_RUNNING when somebody else has, before anything is changed
     */
    void prepare(List<SourceTable> tables);

    /** Returns those of the tables that are not there; after {@link #prepare}, also for tables that came later. */
    List<SourceTable> missing(List<SourceTable> tables);

    /** Returns whether a table that is there has rows, whoever has put them there. */
    default boolean hasRows(TableName table) {
        return false;
    }

    /** Makes the place for the rows of a source table that is defined so, and its schema if need be. */
    void create(SourceTable table, TableDefinition definition);

    /** Returns what this job has done so far; nothing before its first start. */
    Progress progress();

    /**
     * Notes where the changes of a job begin that starts for the first time.
     *
     * @param toCopy tables whose first copy is a part of that beginning, whenever it is made
     */
    void start(Lsn position, List<TableName> toCopy);

    /**
     * Returns the columns that the job's rules give to a table here, behind those of the source; after {@link #prepare}. May
     * be called from any thread.
     */
    List<ExtraColumn> extras(TableName table);

    /**
     * Returns a writer of one table's first copy, whose rows have the columns {@code source}; the caller closes it. May be
     * called from any thread.
     */
    Writer writer(TableName table, RowSchema source);

    /**
     * Notes that the first copy of a table begins that is defined so, and makes the place for its rows if need be; rows of an
     * earlier copy that did not end go.
     */
    void copying(TableName table, TableDefinition definition);

    /**
     * Forgets a first copy that has not ended, of a table that is not to be copied any more. The place goes that was made for
     * its rows, unless there are any, or something depends on it.
     *
     * @return the place, if it stays
     */
    default Optional<TableName> abandon(TableName table) {
        leave(table);
        return Optional.empty();
    }

    /**
     * Forgets a first copy that has not ended, of a table that is gone and whose name another one has got. Its rows go, and so does
     * the place that was made for them, unless something depends on it.
     */
    default void supersede(TableName table) {
        leave(table);
    }

    /** Gives a table another definition. If it is copied anew, notes that its copy begins; rows of an earlier one go. */
    void redefine(Redefinition redefinition);

    /**
     * Brings the sequences of a table's columns to at least where the source's are.
     *
     * @return the names of those that cannot be set for lack of a privilege
     */
    List<String> advance(TableName table, List<SequenceValue> sequences);

    /** Notes that a table holds all rows that were there at {@code position}, when the source defined it so. */
    void copied(TableName table, Lsn position, TableDefinition definition);

    /**
     * Notes how the source defines a table whose rows were copied while others were followed, and whose changes since then
     * come now. Until {@link #arrived} it counts as not copied.
     */
    void arriving(TableName table, TableDefinition definition);

    /** Notes that a table is where the others are: at {@code position}. */
    void arrived(TableName table, Lsn position);

    /** Empties a table that has to be copied anew; from now on it counts as not copied. */
    void empty(TableName table);

    /**
     * Does the same unless others use the table: then it gives up soon, and the table stays as it is.
     *
     * @return who uses it, in words; empty where it is emptied
     */
    default Optional<String> emptyIfUnused(TableName table) {
        empty(table);
        return Optional.empty();
    }

    /** Removes a table with its rows, and forgets how far it was; does nothing to one that is gone. */
    void drop(TableName table);

    /** Forgets how far a table was, which stays as it is. */
    void leave(TableName table);

    /** Gives tables the names that the source's have got; all of them together, as they may exchange their names. */
    void rename(List<TableRename> renames);

    /**
     * Another name of a table.
     *
     * @param from the source's name that this destination knows it by
     * @param to the source's table now
     */
    record TableRename(TableName from, SourceTable to) {
        /** Checks that nothing is null. */
        public TableRename {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
        }
    }

    /** Applies changes in their order; nobody else sees them before {@link #commit}. */
    void apply(ChangeBatch changes);

    /**
     * Returns how many rows were not there when changes came for them, since this was opened. Such changes are left out:
     * somebody else must have changed the destination.
     */
    default long missedRows() {
        return 0;
    }

    /** Returns whether what was applied can be rolled back as long as it is not committed. */
    default boolean canRollBack() {
        return false;
    }

    /**
     * Forgets what was applied since the last commit; does nothing where nothing was.
     *
     * @throws UnsupportedOperationException unless this {@link #canRollBack}
     */
    default void rollBack() {
        throw new UnsupportedOperationException("what was applied stays");
    }

    /**
     * Makes everything that was applied visible at once, together with the position behind it; the job's position never
     * goes back.
     *
     * @return whether all that was committed, the position with it, is there for good; it always is where nothing was
     *     applied since the last call
     */
    boolean commit(Lsn position);

    /**
     * Forgets the job's progress.
     *
     * @return what went, in words; what was gone before is left out
     */
    List<String> forget();

    /** Makes whatever is under way here end soon with CANCELLED; returns at once. May be called from any thread. */
    void cancel();

    @Override
    void close();
}
