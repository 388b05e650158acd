package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a connection on which an answer is waited for that never comes: its server has been done with the last statement for
 * long, or the session is gone there, and the network has told nobody. Another session asks for that; so a statement may
 * take as long as it likes. The server's end of the session goes too, with the locks that it has. See the PostgreSQL
 * documentation, view {@code pg_stat_activity}. Thread-safe.
 */
final class HalfOpenWatch implements AutoCloseable {
    private static final long NOBODY = Long.MIN_VALUE;

    private static final String EXPECTED = "SELECT (state = 'active' OR clock_timestamp() - state_change <"
            + " ? * interval '1 millisecond') IS NOT FALSE FROM pg_stat_activity WHERE pid = ?";

    private final PgSession watched;
    private final Sessions sessions;
    private final Duration limit;
    private final Time time;
    private final AtomicLong waitingSince = new AtomicLong(NOBODY);
    private final Thread thread = new Thread(this::watch, "sluice-half-open-watch");

    /** {@code limit} is how long a server may be done before its answer counts as lost. */
    HalfOpenWatch(PgSession watched, Sessions sessions, Duration limit, Time time) {
        this.watched = watched;
        this.sessions = sessions;
        this.limit = limit;
        this.time = time;
        thread.setDaemon(true);
        thread.start();
    }

    /** Says that answers are waited for from now on. */
    void begin() {
        waitingSince.set(time.nanos());
    }

    /** Says that none is waited for any more. */
    void end() {
        waitingSince.set(NOBODY);
    }

    private void watch() {
        try {
            while (true) {
                time.sleep(limit.dividedBy(2));
                long since = waitingSince.get();
                if (since != NOBODY && time.nanos() - since > limit.toNanos()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    /** Who cannot ask knows nothing, and asks again later. */
    private void look() {
        try {
            PgSession asking = sessions.open();
            try {
                if (isLost(asking)) {
                    watched.cut(Runnable::run);
                }
            } finally {
                sessions.close(asking);
            }
        } catch (SyncException e) {
            return;
        }
    }

    private boolean isLost(PgSession asking) {
        boolean expected = asking.isTrue(EXPECTED, limit.toMillis(), watched.process());
        if (!expected) {
            asking.query("SELECT pg_terminate_backend(?)", row -> row.getBoolean(1), watched.process());
        }
        return !expected;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
