package dev.sluice.connector;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import java.time.Duration;
import java.util.List;

/** A kind of system that can be read or written. Stateless. */
public interface Connector {
    /** Returns the name that job files use, such as {@code postgresql}. */
    String name();

    /** Returns what this connector accepts in job files: a reader, a writer, or both. */
    List<StepDefinition<?>> definitions();

    /** Binds a reader step; connects to nothing yet. */
    Reader reader(Step step, Binding binding);

    /** Binds a writer step; connects to nothing yet. */
    Writer writer(Step step, Binding binding);

    /**
     * Tries to connect to each address of a data source, and tells every step. Leaves nothing behind. What fails is in the
     * answer.
     *
     * @param limit how long one address may take
     * @throws SyncException with FILE_INVALID if this connector has no data sources, or with CANCELLED if the thread is
     *     interrupted
     */
    default ConnectionTest test(DataSource dataSource, Duration limit) {
        throw new SyncException(
                ErrorCode.FILE_INVALID,
                "The data source " + dataSource.name() + " cannot be tested: the connector " + name() + " has none",
                "Correct its \"type\"",
                null);
    }
}
