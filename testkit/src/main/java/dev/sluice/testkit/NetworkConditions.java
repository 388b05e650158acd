package dev.sluice.testkit;

import java.time.Duration;

/**
 * How a {@link FaultProxy} treats what passes.
 *
 * @param delay how long every byte takes, each way
 * @param bytesPerSecond how much goes each way of each connection; {@link #UNLIMITED} for no limit
 * @param reach what becomes of connections
 */
record NetworkConditions(Duration delay, long bytesPerSecond, Reach reach) {
    static final long UNLIMITED = Long.MAX_VALUE;
    static final NetworkConditions GOOD = new NetworkConditions(Duration.ZERO, UNLIMITED, Reach.OPEN);

    enum Reach {
        /** Everything passes. */
        OPEN,
        /** Connections are accepted and stay open; nothing passes. */
        SILENT,
        /** New connections are reset at once. */
        REFUSED
    }

    NetworkConditions {
        if (delay.isNegative() || bytesPerSecond < 1) {
            throw new IllegalArgumentException("not a network: " + delay + ", " + bytesPerSecond + " bytes/s");
        }
    }

    NetworkConditions withDelay(Duration eachWay) {
        return new NetworkConditions(eachWay, bytesPerSecond, reach);
    }

    NetworkConditions withLimit(long limit) {
        return new NetworkConditions(delay, limit, reach);
    }

    NetworkConditions withReach(Reach other) {
        return new NetworkConditions(delay, bytesPerSecond, other);
    }
}
