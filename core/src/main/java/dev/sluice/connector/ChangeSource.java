package dev.sluice.connector;

import dev.sluice.change.Lsn;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.List;
import java.util.function.Consumer;

/**
 * One bound source of a real-time job. It connects when it is first asked something. Used by one thread, but for {@link #cancel}.
 */
public interface ChangeSource extends AutoCloseable {
    /** Looks at everything that a run needs and changes nothing; never throws for what it finds. */
    List<Finding> check();

    /** Returns the tables that the job chooses, as they are now. */
    List<SourceTable> tables();

    /** Returns what became of whole tables since a destination came to {@code progress}. */
    TableNews compare(Progress progress);

    /** Returns how a table is defined now, of those that the job chooses. */
    TableDefinition definition(TableName table);

    /** Returns where the sequences of a table's columns are now. */
    List<SequenceValue> sequences(TableName table);

    /**
     * Makes sure that the source keeps every change of {@code tables} from now on; what is there already stays as it is.
     *
     * @param waiting is told now and then, in words, whom that waits for
     * @return where the changes begin that are kept; the caller closes it when it does not copy from there, or has copied
     * @throws dev.sluice.SyncException with PREFLIGHT_FAILED where that would keep others from changing a table
     */
    Retained retain(List<SourceTable> tables, Consumer<String> waiting);

    /**
     * Returns one state of {@code tables} that stands among the changes that are kept, to copy from; the caller closes it.
     *
     * @param waiting is told now and then, in words, whom that waits for
     */
    TableSnapshot snapshot(List<SourceTable> tables, Consumer<String> waiting);

    /**
     * Returns one state of {@code tables}, to copy them without keeping any change; the caller closes it.
     *
     * @param waiting is told now and then, in words, whom that waits for
     */
    TableSnapshot state(List<SourceTable> tables, Consumer<String> waiting);

    /** Opens the changes that were committed at {@code from} or later, of the tables that {@code filter} wants. */
    ChangeStream follow(Lsn from, ChangeFilter filter);

    /** Returns the place behind everything that is committed by now. */
    Lsn now();

    /** Returns what the source tells about the job; changes nothing. */
    SourceStatus status();

    /** Lets the source drop what it keeps of its log for this job; a run that is to go on needs a new first copy. */
    void release();

    /**
     * Lets the source forget this job: whatever was made there for it goes.
     *
     * @return what went, in words; what was gone before is left out
     */
    List<String> forget();

    /** Makes whatever is under way here end soon with CANCELLED; returns at once. May be called from any thread. */
    void cancel();

    @Override
    void close();
}
