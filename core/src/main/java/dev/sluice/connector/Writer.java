package dev.sluice.connector;

import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
import dev.sluice.row.Dialect;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One bound writer step. It connects when it is first asked something.
 *
 * <p>Used by one thread, but for {@link #sink}, which each channel calls for itself, and {@link #cancel}.
 */
public interface Writer extends AutoCloseable {
    /** Looks at everything that writing these rows needs and changes nothing; never throws for what it finds. */
    List<Finding> check(Incoming incoming);

    /**
     * Returns the columns that the rows of {@code source} go to, one for each and in their order. A connector that takes
     * rows as they come returns {@code source}. What {@link #prepare} makes counts from then on; what it is yet to make is
     * taken to have the columns of {@code source}.
     */
    RowSchema target(RowSchema source);

    /** Returns the forms in which this writer takes rows; asked for after {@link #target}, on which it can depend. */
    Set<RowFormat> formats();

    /** Returns what values mean to the destination; empty where it takes them as they are meant. */
    default Optional<Dialect> dialect() {
        return Optional.empty();
    }

    /**
     * Opens already what {@code sinks} sinks need, so that a run that would not get it ends before {@link #prepare}; changes
     * nothing at the destination. What is not used is closed with the writer.
     *
     * @throws dev.sluice.SyncException if it is not to be had
     */
    default void reserve(int sinks) {}

    /** Does what comes before the first row; this is the first that changes anything at the destination. */
    void prepare();

    /**
     * Opens what one channel writes with; the channel closes it.
     *
     * @param schema the rows' columns
     * @param pool where the sink gives back the batches that it is done with
     * @param rejected who is told of rows that the destination refuses
     * @throws dev.sluice.SyncException with INTERNAL when {@code format} is not one of {@link #formats}
     */
    RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected);

    /** Does what comes after the last row of a run that went well. */
    void finish();

    /**
     * Says in a sentence each what others hold that is waited for here now, such as a lock; nothing where that cannot be
     * known. May be called from any thread, while others work.
     */
    default List<String> obstacles() {
        return List.of();
    }

    /**
     * Makes whatever is under way here, in the sinks it opened too, end soon with CANCELLED; nothing new begins after it,
     * with the same error. Once is enough; it returns at once. May be called from any thread, at any time and again.
     */
    void cancel();

    /** Ends everything that is open here; does nothing when called again. */
    @Override
    void close();
}
