package dev.sluice.realtime;

import dev.sluice.Time;
import java.time.Duration;

/**
 * Tells when some work of an attempt shows that what failed before has passed: the destination has more than before, or the
 * work has gone on for a minute. Used by one thread.
 */
final class Headway {
    /** Who has worked for so long without a failure has left behind what failed before, even where nothing changes. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Time time;
    private final Runnable forward;
    private final long begin;

    /** The work begins; {@code forward} is told. */
    Headway(Time time, Runnable forward) {
        this.time = time;
        this.forward = forward;
        this.begin = time.nanos();
    }

    /** The destination has more than before for good. */
    void made() {
        forward.run();
    }

    /** The work goes on: there was an answer just now, or rows came. */
    void goesOn() {
        if (time.nanos() - begin > STEADY.toNanos()) {
            forward.run();
        }
    }
}
