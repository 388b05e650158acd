package dev.sluice.connector;

import dev.sluice.preflight.Finding;
import dev.sluice.row.Dialect;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One bound reader step. It connects when it is first asked something and holds until it is closed whatever makes all
 * channels see the same rows.
 *
 * <p>Used by one thread, but for {@link #source}, which each channel calls for itself, and {@link #cancel}.
 */
public interface Reader extends AutoCloseable {
    /** Looks at everything that a run needs and changes nothing; never throws for what it finds. */
    List<Finding> check();

    /** Returns the columns of the rows, as the source describes them. */
    RowSchema schema();

    /**
     * Returns names of what is read, by which a writer of the same system finds out whether it writes the same; none where
     * that is not known.
     */
    default Set<String> origins() {
        return Set.of();
    }

    /** Returns what the values mean; empty where they are this connector's own and mean the same everywhere. */
    default Optional<Dialect> dialect() {
        return Optional.empty();
    }

    /** Returns the forms in which this reader can give its rows. */
    Set<RowFormat> formats();

    /** Divides the work for {@code channels} channels, at least 1. */
    SplitPlan plan(int channels);

    /**
     * Opens what one channel reads with; the channel closes it. It can read the splits of every reader that is bound alike,
     * as long as the one that planned them is open.
     *
     * @throws dev.sluice.SyncException with INTERNAL when {@code format} is not one of {@link #formats}
     */
    RowSource source(RowFormat format);

    /**
     * Says in a sentence each what others hold that is waited for here now, such as a lock; nothing where that cannot be
     * known. May be called from any thread, while others work.
     */
    default List<String> obstacles() {
        return List.of();
    }

    /**
     * Makes whatever is under way here, in the sources it opened too, end soon with CANCELLED; nothing new begins after it,
     * with the same error. Once is enough; it returns at once. May be called from any thread, at any time and again.
     */
    void cancel();

    /** Ends everything that is open here; does nothing when called again. */
    @Override
    void close();
}
