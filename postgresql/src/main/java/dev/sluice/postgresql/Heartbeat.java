package dev.sluice.postgresql;

import dev.sluice.Time;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Writes a mark into the source's WAL now and then, so that a slot moves on whose database nobody changes. No table is
 * needed: see the PostgreSQL documentation, "Replication Management Functions", {@code pg_logical_emit_message}.
 */
final class Heartbeat {
    static final String PREFIX = "sluice";

    private final PgSession session;
    private final Duration interval;
    private final Time time;
    private long due;

    /** {@code interval} zero means never. */
    Heartbeat(PgSession session, Duration interval, Time time) {
        this.session = session;
        this.interval = interval;
        this.time = time;
        this.due = time.nanos() + interval.toNanos();
    }

    void beatWhenDue() throws SQLException {
        if (interval.isZero() || time.nanos() < due) {
            return;
        }
        // A standby has no WAL of its own; the primary's heartbeats do for it.
        session.execute("SELECT pg_logical_emit_message(false, " + Quoting.literal(PREFIX)
                + ", '') WHERE NOT pg_is_in_recovery()");
        due = time.nanos() + interval.toNanos();
    }
}
