package dev.sluice.batch;

import dev.sluice.Time;
import java.time.Duration;
import java.time.Instant;

/** Time that only moves when somebody sleeps or the test says so. */
public final class HandTime implements Time {
    private long nanos;

    /** Starts at zero. */
    public HandTime() {}

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        pass(duration);
    }

    /** Lets time pass. */
    public synchronized void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Returns how much time has passed. */
    public synchronized double seconds() {
        return nanos / 1e9;
    }
}
