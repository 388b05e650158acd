package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.Progress;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a source's write-ahead log from {@link #position} on for one job, and decodes it. See the PostgreSQL
 * documentation, chapters "Logical Decoding Concepts" and "Streaming Replication Protocol".
 */
final class ReplicationSlot {
    private static final String PLUGIN = "pgoutput";

    /** The form that every version from 10 on understands. */
    private static final String EXPORT = "EXPORT_SNAPSHOT";

    private final String name;

    /**
     * What the server says about a slot.
     *
     * @param plugin what decodes for it; empty for a physical one
     * @param database whose changes it gives
     * @param position from which on it gives changes; empty while it is being made
     * @param lost whether the log that it needs is gone
     * @param reader the server's process that reads it just now
     */
    record State(
            Optional<String> plugin,
            Optional<String> database,
            Optional<Lsn> position,
            boolean lost,
            Optional<Integer> reader) {}

    /**
     * A slot that was just made.
     *
     * @param position from which on it gives changes
     * @param snapshot the name of the snapshot that shows everything before; it lives until the next command of its session
     */
    record Made(Lsn position, String snapshot) {}

    ReplicationSlot(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Optional<State> state(PgSession session) {
        return session
                .query(
                        """
                        SELECT plugin, database, confirmed_flush_lsn::text,
                               coalesce(to_jsonb(s) ->> 'wal_status', '') = 'lost'
                               OR coalesce(to_jsonb(s) ->> 'invalidation_reason', '') <> '',
                               active_pid
                          FROM pg_replication_slots s WHERE slot_name = ?""",
                        row -> new State(
                                Optional.ofNullable(row.getString(1)),
                                Optional.ofNullable(row.getString(2)),
                                Optional.ofNullable(row.getString(3)).map(Lsn::parse),
                                row.getBoolean(4),
                                Optional.ofNullable((Integer) row.getObject(5))),
                        name)
                .stream()
                .findFirst();
    }

    /** Returns where the changes begin that an existing slot gives; fails where it cannot serve. */
    Lsn position(State state, String database) {
        Optional<Integer> maker = maker(state, database);
        if (maker.isPresent()) {
            throw beingMade(maker.get());
        }
        return state.position().orElseThrow(() -> unusable("was not made to its end"));
    }

    /**
     * Returns the server's process that makes it just now, if one does; fails where it cannot serve. The process waits for all
     * transactions that are under way, and does not look whether anybody listens.
     */
    Optional<Integer> maker(State state, String database) {
        if (!state.plugin().equals(Optional.of(PLUGIN)) || !state.database().equals(Optional.of(database))) {
            throw unusable("is not one of " + PLUGIN + " for the database " + database);
        }
        if (state.lost()) {
            throw unusable("has lost a part of the log that it was to keep");
        }
        return state.position().isPresent() ? Optional.empty() : state.reader();
    }

    /** Ends the process that makes it, if one does; nothing is left of it then. */
    void endMaking(PgSession session) {
        session.query(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                        + " WHERE slot_name = ? AND active_pid IS NOT NULL AND confirmed_flush_lsn IS NULL",
                row -> 0,
                name);
    }

    private SyncException beingMade(int process) {
        return new SyncException(
                ErrorCode.SOURCE_UNAVAILABLE,
                "The replication slot " + name + " is being made by the server's process " + process,
                "If no run of this job goes on: SELECT pg_terminate_backend(" + process + ")",
                null);
    }

    private SyncException unusable(String why) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED, "The replication slot " + name + " " + why, Progress.BEGIN_ANEW, null);
    }

    /** Makes it, by a session for replication; on a primary of version 17 or later it goes on after a failover. */
    Made make(PgSession replication) throws SQLException {
        boolean primary = replication
                .queryVerbatim("SELECT pg_is_in_recovery()", row -> !row.getBoolean(1))
                .contains(true);
        return make(
                replication,
                "",
                primary && replication.majorVersion() >= 17 ? "(SNAPSHOT 'export', FAILOVER true)" : EXPORT);
    }

    /** Makes one that goes with its session. */
    Made makeTemporary(PgSession replication) throws SQLException {
        return make(replication, "TEMPORARY ", EXPORT);
    }

    private Made make(PgSession replication, String lifetime, String options) throws SQLException {
        List<Made> made = replication.queryVerbatim(
                "CREATE_REPLICATION_SLOT " + Quoting.identifier(name) + " " + lifetime + "LOGICAL " + PLUGIN + " "
                        + options,
                row -> new Made(Lsn.parse(row.getString(2)), row.getString(3)));
        return made.get(0);
    }

    void drop(PgSession session) {
        session.query(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?",
                row -> 0,
                name);
    }
}
