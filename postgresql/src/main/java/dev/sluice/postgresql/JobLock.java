package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.SQLException;
import java.util.List;

/**
 * Keeps a job from running twice: a lock at its destination that lives as long as the session. See the PostgreSQL
 * documentation, chapter "Advisory Locks".
 */
final class JobLock {
    private static final int PATIENCE_MILLIS = 5000;

    private static final String KEY = "('x' || substr(md5('sluice job ' || ?), 1, 16))::bit(64)::bigint";

    private final PgSession session;
    private final String job;

    JobLock(PgSession session, String job) {
        this.session = session;
        this.job = job;
    }

    /**
     * Takes the lock; a session that has it may take it again. A server takes a moment to see that a run is gone that was
     * killed, so it is waited for as long.
     */
    void take() {
        try {
            session.execute("SET lock_timeout = " + PATIENCE_MILLIS);
            session.query("SELECT pg_advisory_lock(" + KEY + ")::text", row -> 0, job);
            session.execute("SET lock_timeout = 0");
        } catch (SQLException e) {
            throw session.failed(e, "The job cannot be locked at the destination");
        } catch (SyncException e) {
            throw e.code() == ErrorCode.DESTINATION_UNAVAILABLE ? running(e) : e;
        }
    }

    private SyncException running(SyncException cause) {
        return new SyncException(
                ErrorCode.ALREADY_RUNNING,
                "The job " + job + " is running already" + holder(),
                "Stop that run first (sluice stop FILE, where it was started), or give this job another Id",
                cause);
    }

    private String holder() {
        List<String> holders = session.query(
                "SELECT a.pid || coalesce(' of ' || host(a.client_addr), '') FROM pg_locks l JOIN pg_stat_activity a"
                        + " USING (pid), (SELECT " + KEY + " AS key) AS k WHERE " + owned("k.key"),
                row -> row.getString(1),
                job);
        return holders.isEmpty() ? "" : ": the destination's session " + holders.get(0) + " runs it";
    }

    /** A lock of one 64-bit key is listed by its two halves. */
    private static String owned(String key) {
        return "locktype = 'advisory' AND objsubid = 1 AND granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND classid::bigint = ((" + key + " >> 32) & 4294967295)"
                + " AND objid::bigint = (" + key + " & 4294967295)";
    }
}
