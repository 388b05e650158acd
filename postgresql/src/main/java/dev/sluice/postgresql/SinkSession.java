package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.Time;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The session of a real-time job's destination by which changes are applied and everything is noted. It is opened when it is
 * first asked for. Used by one thread, but for {@link #cancel}.
 */
final class SinkSession implements AutoCloseable {
    /** So long an answer may be on its way. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private final Sessions sessions;
    private @Nullable PgSession session;
    private @Nullable HalfOpenWatch watch;

    SinkSession(PgServer server) {
        this.sessions = new Sessions(server, Side.DESTINATION);
    }

    /** Something that a server is asked to do. */
    interface Attempt {
        void run() throws SQLException;
    }

    PgSession get() {
        PgSession known = session;
        if (known == null) {
            known = sessions.open();
            session = known;
        }
        return known;
    }

    void requireNotCancelled() {
        sessions.requireNotCancelled();
    }

    /**
     * Does something, and ends the connection if its answer is lost.
     *
     * @param failure what an error says has failed
     */
    void attempt(String failure, Attempt attempt) {
        requireNotCancelled();
        HalfOpenWatch watching = watch();
        watching.begin();
        try {
            attempt.run();
        } catch (SQLException e) {
            throw get().failed(e, failure);
        } finally {
            watching.end();
        }
    }

    private HalfOpenWatch watch() {
        HalfOpenWatch known = watch;
        if (known == null) {
            known = new HalfOpenWatch(get(), sessions, ANSWER_LIMIT, Time.system());
            watch = known;
        }
        return known;
    }

    /**
     * Does something in a transaction of its own. As a replica it takes the rows of a table alone, and none of a table that
     * refers to it.
     *
     * @param failure what an error says has failed
     */
    void inTransaction(String failure, Attempt attempt) {
        attempt(failure, () -> {
            ApplyRole.take(get());
            get().execute("BEGIN ISOLATION LEVEL READ COMMITTED");
            try {
                attempt.run();
                get().execute("COMMIT");
            } catch (SQLException | SyncException e) {
                rollBack(e);
                throw e;
            }
        });
    }

    /** Of a session that is gone nothing is left. */
    private void rollBack(Exception reason) {
        try {
            get().execute("ROLLBACK");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Makes whatever is under way here end soon with CANCELLED; returns at once. May be called from any thread. */
    void cancel() {
        sessions.cancel();
    }

    @Override
    public void close() {
        HalfOpenWatch known = watch;
        if (known != null) {
            known.close();
        }
        sessions.close();
    }
}
