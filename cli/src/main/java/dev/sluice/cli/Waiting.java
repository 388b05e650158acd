package dev.sluice.cli;

import dev.sluice.Time;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, not longer than a command has time. The time begins with it. */
final class Waiting {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Time time;
    private final long end;

    Waiting(Time time, Duration limit) {
        this.time = time;
        this.end = time.nanos() + limit.toNanos();
    }

    /** Returns whether it has come in time. */
    boolean until(BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            if (time.nanos() > end) {
                return false;
            }
            time.sleep(GLANCE);
        }
        return true;
    }
}
