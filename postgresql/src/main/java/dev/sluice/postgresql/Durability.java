package dev.sluice.postgresql;

import dev.sluice.Time;
import java.time.Duration;

/**
 * Decides which commits wait until they are on the destination's disk. Each transaction by itself would wait most of its
 * time for that; so a small one that comes soon after a commit that waited does not, and the source is told of it when a later
 * one has. What a server forgets in a crash is the end of what was committed, rows and position alike: see the PostgreSQL
 * documentation, "Asynchronous Commit". Used by one thread.
 */
final class Durability {
    /** The longest time that a commit may be without being on the disk for sure while others come. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Time time;
    private boolean reached;
    private long flushedAt;

    Durability(Time time) {
        this.time = time;
        this.flushedAt = time.nanos() - INTERVAL.toNanos();
    }

    /** Returns whether a small transaction may commit now without waiting. */
    boolean mayCommitAsynchronously() {
        return time.nanos() - flushedAt < INTERVAL.toNanos();
    }

    /** Takes note of a commit that did not wait. */
    void committedAsynchronously() {
        reached = false;
    }

    /** Takes note of a commit that waited, for all before it too. */
    void flushed() {
        reached = true;
        flushedAt = time.nanos();
    }

    /** Returns whether all that was committed is on the disk; of what was committed before this began nobody knows. */
    boolean isReached() {
        return reached;
    }
}
