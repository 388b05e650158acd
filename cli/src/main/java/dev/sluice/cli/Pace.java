package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.RunCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How fast and how far a run is between two readings of its counters.
 *
 * @param since the first reading, of the run's beginning or of the last line
 * @param now the second one
 */
record Pace(Reading since, Reading now) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** More is not said before the last split is committed: estimates are estimates. */
    private static final double ALMOST_ALL = 0.99;

    /**
     * The counters at some time.
     *
     * @param nanos the time, on the clock that only grows
     */
    record Reading(long nanos, RunCounts counts) {}

    /** Returns the rows read per second. */
    double recordsPerSecond() {
        return (now.counts.recordsRead() - since.counts.recordsRead()) / seconds();
    }

    /** Returns the bytes read per second. */
    double bytesPerSecond() {
        return (now.counts.bytesRead() - since.counts.bytesRead()) / seconds();
    }

    private double seconds() {
        return Math.max(1, now.nanos - since.nanos) / NANOS_PER_SECOND;
    }

    /** Returns how many rows there are in all, about: by the plan's estimate, else by the splits that are done. */
    OptionalLong expectedRecords(BatchPlan plan) {
        long read = now.counts.recordsRead();
        int splits = plan.splits().splits().size();
        long done = now.counts.splitsDone();
        if (done == splits) {
            return OptionalLong.of(read);
        }
        OptionalLong estimated = plan.splits().estimatedRows();
        if (estimated.isPresent() && estimated.getAsLong() > 0) {
            return OptionalLong.of(Math.max(read, estimated.getAsLong()));
        }
        return done == 0 ? OptionalLong.empty() : OptionalLong.of(read * splits / done);
    }

    /** Returns the share of the work that is done, 0 to 1, as far as somebody knows. */
    OptionalDouble share(BatchPlan plan) {
        if (now.counts.splitsDone() == plan.splits().splits().size()) {
            return OptionalDouble.of(1);
        }
        OptionalLong expected = expectedRecords(plan);
        if (expected.isEmpty() || expected.getAsLong() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.min(ALMOST_ALL, (double) now.counts.recordsRead() / expected.getAsLong()));
    }

    /** Returns how long the rest takes if it goes on like this, as far as somebody knows. */
    Optional<Duration> timeLeft(BatchPlan plan) {
        OptionalLong expected = expectedRecords(plan);
        if (expected.isEmpty() || recordsPerSecond() == 0) {
            return Optional.empty();
        }
        long rest = expected.getAsLong() - now.counts.recordsRead();
        return Optional.of(Duration.ofSeconds(Math.round(rest / recordsPerSecond())));
    }
}
