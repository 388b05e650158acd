package dev.sluice.batch;

import dev.sluice.Time;
import dev.sluice.job.Speed;
import java.time.Duration;

/**
 * Keeps a job under its limits of bytes and rows per second. All channels share it; safe for use by several threads.
 *
 * <p>Every hand-over books its share of time; whoever books beyond the present waits for that time to come. Time that
 * nobody booked is not saved up for more than {@link #SAVED_NANOS}, so that a pause is not followed by a burst.
 */
final class Throttle {
    private static final long SAVED_NANOS = 100_000_000;

    private final Speed speed;
    private final Time time;
    private long booked;

    Throttle(Speed speed, Time time) {
        this.speed = speed;
        this.time = time;
        this.booked = time.nanos();
    }

    /** Waits until {@code bytes} and {@code rows} more may have flowed. */
    void pass(long bytes, long rows) throws InterruptedException {
        long cost = Math.max(
                nanos(bytes, speed.bytesPerSecond().orElse(0)),
                nanos(rows, speed.recordsPerSecond().orElse(0)));
        if (cost == 0) {
            return;
        }
        long wait = book(cost);
        if (wait > 0) {
            time.sleep(Duration.ofNanos(wait));
        }
    }

    private static long nanos(long amount, long perSecond) {
        return perSecond == 0 ? 0 : (long) (amount * 1e9 / perSecond);
    }

    private synchronized long book(long cost) {
        long now = time.nanos();
        if (now - booked > SAVED_NANOS) {
            booked = now - SAVED_NANOS;
        }
        booked += cost;
        return booked - now;
    }
}
