package dev.sluice.cli;

import dev.sluice.batch.RunCounts;

/** Readings of made-up counters. */
final class ReadingOf {
    private ReadingOf() {}

    /** Returns a reading after so many seconds; a row has ten bytes. */
    static Pace.Reading seconds(long seconds, long recordsRead, long splitsDone, long dirty) {
        return new Pace.Reading(
                seconds * 1_000_000_000,
                new RunCounts(recordsRead, recordsRead * 10, recordsRead - dirty, 0, dirty, 0, splitsDone, 0, 0));
    }
}
