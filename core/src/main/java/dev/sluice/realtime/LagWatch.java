package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream.Fetched;
import java.time.Duration;
import java.time.Instant;

/**
 * Looks once a second where the source is, and says how far behind the destination is: it is live when it has what was
 * committed at the look before. Used by one thread.
 */
final class LagWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ChangeSource source;
    private final RunMonitor monitor;
    private final Time time;
    private Lsn before;
    private long lookedAt;

    LagWatch(ChangeSource source, RunMonitor monitor, Time time) {
        this.source = source;
        this.monitor = monitor;
        this.time = time;
        this.before = source.now();
        this.lookedAt = time.nanos();
    }

    /** {@code complete} says whether all tables are there. */
    void look(Fetched fetched, boolean complete) {
        boolean reached = complete && fetched.whole() && !fetched.position().isBefore(before);
        if (reached) {
            monitor.enter(JobState.LIVE);
        }
        if (time.nanos() - lookedAt < INTERVAL.toNanos()) {
            return;
        }
        if (!reached) {
            monitor.enter(JobState.CATCHING_UP);
        }
        lookedAt = time.nanos();
        before = source.now();
        monitor.lag(before.bytesSince(fetched.position()), reached ? Duration.ZERO : age(fetched));
    }

    /** Before the first transaction of a stream nobody knows how old its changes are. */
    private Duration age(Fetched fetched) {
        return fetched.time().equals(Instant.EPOCH) ? Duration.ZERO : Duration.between(fetched.time(), time.now());
    }
}
