package dev.sluice.batch;

import dev.sluice.SyncException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run did.
 *
 * @param status how it ended
 * @param startTime when it began
 * @param elapsed how long it took
 * @param counts what it moved
 * @param extent in how many parts it worked; zeros when it failed before there was a plan
 * @param dirtyFile where the dirty rows are, when there are any
 * @param error why it did not succeed
 */
public record RunReport(
        RunStatus status,
        Instant startTime,
        Duration elapsed,
        RunCounts counts,
        Extent extent,
        Optional<Path> dirtyFile,
        Optional<SyncException> error) {

    /**
     * In how many parts a run worked.
     *
     * @param engine the engine's name
     */
    public record Extent(String engine, int channels, int splits) {}

    /** Returns the report of a run that failed before it was bound to its two sides. */
    public static RunReport notStarted(Instant time, String engine, SyncException error) {
        return new RunReport(
                RunStatus.NOT_STARTED,
                time,
                Duration.ZERO,
                RunCounts.NOTHING,
                new Extent(engine, 0, 0),
                Optional.empty(),
                Optional.of(error));
    }

    /** Returns when the run ended. */
    public Instant endTime() {
        return startTime.plus(elapsed);
    }

    /** Returns how many rows the destination's triggers or rules dropped or put elsewhere; known of a run that went well. */
    public long diverted() {
        return status == RunStatus.SUCCEEDED
                ? counts.recordsRead() - counts.recordsWritten() - counts.dirtyRecords()
                : 0;
    }

    /** Returns the rows read per second over the whole run. */
    public double recordsPerSecond() {
        return counts.recordsRead() / seconds();
    }

    /** Returns the bytes read per second over the whole run. */
    public double bytesPerSecond() {
        return counts.bytesRead() / seconds();
    }

    private double seconds() {
        return Math.max(1, elapsed.toMillis()) / 1000.0;
    }
}
