package dev.sluice.postgresql;

import dev.sluice.SyncException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The instant that all channels read. Its owner first locks what is read and then takes the snapshot: one that is older
 * than the lock may miss what a rewriting ALTER TABLE or a TRUNCATE did in between; see the PostgreSQL documentation,
 * chapter "Caveats" of "Concurrency Control".
 *
 * <p>The channels' sessions lock the same before the first row is read. A session that came later would queue behind
 * whoever waits to change a table, who waits for the owner, who waits for the session: no server sees that deadlock.
 */
final class SharedSnapshot {
    /** A lock that the owner has already is only waited for behind somebody who waits for the owner. */
    static final String LOCK_LIMIT = "'1s'";

    private final Sessions sessions;
    private final PgSession owner;
    private final Optional<String> given;
    private final Queue<PgSession> enlisted = new ConcurrentLinkedQueue<>();

    /** {@code given} is the name of a snapshot that somebody else keeps, and the locks with it. */
    SharedSnapshot(Sessions sessions, PgSession owner, Optional<String> given) {
        this.sessions = sessions;
        this.owner = owner;
        this.given = given;
    }

    /** Begins the owner's transaction, in which everything that is read is to be locked before {@link #take}. */
    void begin() throws SQLException {
        if (given.isEmpty()) {
            owner.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
            return;
        }
        try {
            owner.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT "
                    + Quoting.literal(given.get()));
        } catch (SQLException e) {
            throw failed(owner, e);
        }
    }

    private SyncException failed(PgSession session, SQLException e) {
        if (given.isPresent() && PgErrors.isMissingSnapshot(e)) {
            return PgErrors.missingSnapshot(e);
        }
        return session.failed(e, "A channel cannot join the source's snapshot");
    }

    /** Takes the snapshot and returns its name. */
    String take() throws SQLException {
        if (given.isPresent()) {
            return given.get();
        }
        return owner.queryVerbatim("SELECT pg_export_snapshot()", row -> row.getString(1))
                .get(0);
    }

    /**
     * Opens sessions for {@code channels} channels on the snapshot and locks what {@code queries} read; returns whether
     * all of them could. If not, nothing is held any more, so that whoever waits gets his turn.
     */
    boolean enlist(int channels, String snapshot, List<SourceQuery> queries) throws SQLException {
        boolean all =
                !SideBySide.call(channels, () -> enlistOne(snapshot, queries)).contains(false);
        if (!all) {
            release();
        }
        return all;
    }

    private boolean enlistOne(String snapshot, List<SourceQuery> queries) {
        PgSession session = sessions.open();
        enlisted.add(session);
        String locks = queries.stream().map(query -> query.explained() + ";\n").collect(Collectors.joining());
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT "
                    + Quoting.literal(snapshot) + "; SET LOCAL lock_timeout = " + LOCK_LIMIT + ";\n" + locks
                    + "SET LOCAL lock_timeout = 0");
            return true;
        } catch (SQLException e) {
            if (PgErrors.isLockTimeout(e)) {
                return false;
            }
            throw failed(session, e);
        }
    }

    /** Returns a session on the snapshot for one channel, as long as there are any. */
    Optional<PgSession> next() {
        return Optional.ofNullable(enlisted.poll());
    }

    /** Ends the owner's transaction and the enlisted sessions. */
    void release() throws SQLException {
        List<PgSession> all = new ArrayList<>(enlisted);
        enlisted.clear();
        all.forEach(sessions::close);
        owner.execute("ROLLBACK");
    }
}
