package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.List;

/**
 * Keeps a job from running twice: a lock at its destination that lives as long as the session. See the PostgreSQL
 * documentation, chapter "Advisory Locks".
 */
final class JobLock {
    private static final String KEY = "('x' || substr(md5('sluice job ' || ?), 1, 16))::bit(64)::bigint";

    private final PgSession session;
    private final String job;

    JobLock(PgSession session, String job) {
        this.session = session;
        this.job = job;
    }

    /** Takes the lock; a session that has it may take it again. */
    void take() {
        boolean taken = session.query("SELECT pg_try_advisory_lock(" + KEY + ")", row -> row.getBoolean(1), job)
                .contains(true);
        if (!taken) {
            throw new SyncException(
                    ErrorCode.ALREADY_RUNNING,
                    "The job " + job + " is running already" + holder(),
                    "Stop that run first (sluice stop FILE, where it was started), or give this job another Id",
                    null);
        }
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
