package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a job from running twice: a lock at its destination that lives as long as the session. The sessions that bring rows
 * beside that one share a second lock, so that no run begins as long as one of a run is there that has lost the first. See the
 * PostgreSQL documentation, chapter "Advisory Locks".
 */
final class JobLock {
    private static final String PATIENCE = "'5s'";

    private static final String RUN = key("sluice job ");
    private static final String WRITERS = key("sluice writers of job ");

    private final PgSession session;
    private final String job;
    private volatile int process;

    JobLock(PgSession session, String job) {
        this.session = session;
        this.job = job;
    }

    private static String key(String purpose) {
        return "('x' || substr(md5(" + Quoting.literal(purpose) + " || ?), 1, 16))::bit(64)::bigint";
    }

    /**
     * Takes the lock; a session that has it may take it again. A server takes a moment to see that a run is gone that was
     * killed, so it and its writers are waited for as long.
     *
     * @throws SyncException with ALREADY_RUNNING if somebody else has it, or brings rows
     */
    void take() {
        if (!takeUnlessWriters()) {
            throw running(WRITERS);
        }
    }

    /**
     * Takes the lock, and waits for the writers of an earlier run: they may have much to commit or to roll back.
     *
     * @return who of them is left after a moment
     * @throws SyncException with ALREADY_RUNNING if somebody else has the lock
     */
    Optional<String> awaitWriters() {
        return takeUnlessWriters() ? Optional.empty() : holder(WRITERS);
    }

    private boolean takeUnlessWriters() {
        session.limitLockWaits(PATIENCE);
        if (!isTaken(RUN)) {
            throw running(RUN);
        }
        boolean free = isTaken(WRITERS);
        if (free) {
            session.query("SELECT pg_advisory_unlock(" + WRITERS + ")", row -> 0, job);
        }
        session.limitLockWaits("0");
        return free;
    }

    private boolean isTaken(String key) {
        try {
            process = session.query(
                            "SELECT pg_backend_pid(), pg_advisory_lock(" + key + ")::text", row -> row.getInt(1), job)
                    .get(0);
            return true;
        } catch (SyncException e) {
            if (e.getCause() instanceof SQLException cause && PgErrors.isLockTimeout(cause)) {
                return false;
            }
            throw e;
        }
    }

    private SyncException running(String key) {
        return new SyncException(
                ErrorCode.ALREADY_RUNNING,
                "The job " + job + " is running already"
                        + holder(key)
                                .map(holder -> ": the destination's session " + holder + " runs it")
                                .orElse(""),
                "Stop that run first (sluice stop FILE, where it was started), or give this job another Id. Where its process"
                        + " is gone or stands still, end the session at the destination: SELECT pg_terminate_backend(…)",
                null);
    }

    private Optional<String> holder(String key) {
        List<String> holders = session.query(
                "SELECT a.pid || coalesce(' of ' || host(a.client_addr), '') FROM pg_locks l JOIN pg_stat_activity a"
                        + " USING (pid), (SELECT " + key + " AS key) AS k WHERE " + owned("k.key")
                        + " AND pid <> pg_backend_pid()",
                row -> row.getString(1),
                job);
        return holders.stream().findFirst();
    }

    /**
     * Lets one more session bring rows for the session that has the lock. Once it is among the writers no other run begins; so
     * it is looked then, and not before, whether one has.
     *
     * @throws SyncException with CONNECTION_LOST if the lock is lost
     */
    void admit(PgSession writer) {
        writer.query("SELECT pg_advisory_lock_shared(" + WRITERS + ")::text", row -> 0, job);
        boolean ours = writer.isTrue(
                "SELECT EXISTS (SELECT 1 FROM pg_locks l, (SELECT " + RUN + " AS key) AS k WHERE " + owned("k.key")
                        + " AND pid = ?)",
                job,
                process);
        if (!ours) {
            throw new SyncException(
                    ErrorCode.CONNECTION_LOST,
                    "The destination's session that keeps another run of the job " + job
                            + " from beginning is gone, so that no more rows may be written",
                    null,
                    null);
        }
    }

    /** A lock of one 64-bit key is listed by its two halves. */
    private static String owned(String key) {
        return "locktype = 'advisory' AND objsubid = 1 AND granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND classid::bigint = ((" + key + " >> 32) & 4294967295)"
                + " AND objid::bigint = (" + key + " & 4294967295)";
    }
}
