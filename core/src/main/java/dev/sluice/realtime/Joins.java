package dev.sluice.realtime;

import dev.sluice.batch.Cancellation;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Progress;
import dev.sluice.job.SourceTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Join} works with.
 *
 * @param ends give it a source of its own
 * @param sink gives it writers
 * @param how its rows are moved
 * @param monitor learns how far it is
 * @param cancellation ends it
 * @param patience how long copies are tried again that fail by what may pass; for ever where it is empty
 */
record Joins(
        Ends ends,
        ChangeSink sink,
        FirstCopy how,
        RunMonitor monitor,
        Cancellation cancellation,
        Optional<Duration> patience) {
    /** Begins to copy tables beside those that {@code progress} tells of; the caller closes it. */
    Join begin(List<SourceTable> tables, Progress progress) {
        Join join = new Join(tables, progress, this);
        join.start();
        return join;
    }
}
