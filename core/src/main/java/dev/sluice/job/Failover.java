package dev.sluice.job;

import java.time.Duration;

/**
 * How long a job bears failures.
 *
 * @param window how long it tries again after a failure before it gives up, at least a minute
 * @param restarts how many restarts may fail one after the other before it gives up, at least 1
 */
public record Failover(Duration window, int restarts) {
    /** Checks the ranges. */
    public Failover {
        if (window.toMinutes() < 1 || restarts < 1) {
            throw new IllegalArgumentException("a failover needs time and a restart");
        }
    }
}
