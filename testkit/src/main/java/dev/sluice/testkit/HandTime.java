package dev.sluice.testkit;

import dev.sluice.Time;
import java.time.Duration;
import java.time.Instant;

/** Time that passes only while somebody sleeps, and then at once. Safe for use by several threads. */
public final class HandTime implements Time {
    private long nanos;

    /** Starts at zero. */
    public HandTime() {}

    @Override
    public Instant now() {
        return Instant.EPOCH.plus(passed());
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Returns how long everybody together has slept. */
    public Duration passed() {
        return Duration.ofNanos(nanos());
    }
}
