package dev.sluice;

import java.time.Duration;
import java.time.Instant;

/** Where time comes from, so that tests can turn it by hand. Safe for use by several threads. */
public interface Time {
    /** Returns the current instant. */
    Instant now();

    /** Returns a reading in nanoseconds that only ever grows; only differences mean anything. */
    long nanos();

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;

    /** Returns the machine's time. */
    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
            }
        };
    }
}
