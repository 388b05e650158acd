package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.job.Endpoint;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes snapshots of a source whose place among the changes is known, by a slot that is made with them. Used by one thread.
 */
final class SlotSnapshots {
    /** SQLSTATE duplicate_object. */
    private static final String TAKEN = "42710";

    private final PgServer server;
    private final RealtimeJob job;
    private final Sessions sessions;
    private final PgSession owner;
    private final SlotMaking slots;

    /**
     * {@code sessions} are those of the source, {@code owner} the one that it asks questions by; {@code waiting} is told who is
     * waited for.
     */
    SlotSnapshots(PgServer server, RealtimeJob job, Sessions sessions, PgSession owner, Consumer<String> waiting) {
        this.server = server;
        this.job = job;
        this.sessions = sessions;
        this.owner = owner;
        this.slots = new SlotMaking(owner, waiting);
    }

    /** Makes a slot that stays, and shows {@code tables} as they are where it begins. */
    SlotSnapshot with(ReplicationSlot slot, List<SourceTable> tables) throws SQLException {
        return make(tables, slot::make);
    }

    /** Shows {@code tables} where a slot begins that goes with the snapshot. */
    SlotSnapshot passing(List<SourceTable> tables) {
        ReplicationSlot slot = new ReplicationSlot("di_copy_" + job.identity().id());
        try {
            return make(tables, slot::makeTemporary);
        } catch (SQLException e) {
            throw PgErrors.state(e).equals(TAKEN) ? taken(slot, e) : failed(e);
        }
    }

    /** Shows {@code tables} as they are now, behind {@code position} at least, for whoever follows no changes. */
    SlotSnapshot state(List<SourceTable> tables, Lsn position) {
        try {
            return locked(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                    tables,
                    keeper -> Optional.of(snapshot(exported(keeper, position), keeper, keeper)));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static ReplicationSlot.Made exported(PgSession keeper, Lsn position) {
        return keeper.query("SELECT pg_export_snapshot()", row -> new ReplicationSlot.Made(position, row.getString(1)))
                .get(0);
    }

    /** Makes a slot. */
    private interface Making {
        ReplicationSlot.Made with(PgSession replication) throws SQLException;
    }

    /** Takes a snapshot of tables that a session has locked, unless somebody wants one of them. */
    private interface Taking {
        Optional<SlotSnapshot> with(PgSession lockKeeper) throws SQLException;
    }

    private SlotSnapshot make(List<SourceTable> tables, Making making) throws SQLException {
        return locked("BEGIN READ ONLY", tables, lockKeeper -> make(making, lockKeeper));
    }

    /** Whoever waits for the locks is let through before it is tried again. */
    private SlotSnapshot locked(String begin, List<SourceTable> tables, Taking taking) throws SQLException {
        Optional<SlotSnapshot> made = Optional.empty();
        while (made.isEmpty()) {
            made = attempt(begin + "; " + lock(tables), taking);
        }
        return made.get();
    }

    /** Nobody changes the tables' definitions between the snapshot and the end of its readers. */
    private Optional<SlotSnapshot> attempt(String locks, Taking taking) throws SQLException {
        Optional<SlotSnapshot> made = Optional.empty();
        PgSession lockKeeper = sessions.open();
        try {
            if (slots.lock(lockKeeper, locks)) {
                made = taking.with(lockKeeper);
            }
            return made;
        } finally {
            if (made.isEmpty()) {
                sessions.close(lockKeeper);
            }
        }
    }

    private Optional<SlotSnapshot> make(Making making, PgSession lockKeeper) throws SQLException {
        Optional<SlotSnapshot> made = Optional.empty();
        PgSession slotKeeper = sessions.openForReplication();
        try {
            made = slots.make(() -> making.with(slotKeeper), slotKeeper, lockKeeper)
                    .map(one -> snapshot(one, slotKeeper, lockKeeper));
            return made;
        } finally {
            if (made.isEmpty()) {
                sessions.close(slotKeeper);
            }
        }
    }

    private SlotSnapshot snapshot(ReplicationSlot.Made made, PgSession slotKeeper, PgSession lockKeeper) {
        return new SlotSnapshot(
                server,
                new Endpoint.Named(job.source().dataSource()),
                made,
                sessions,
                slotKeeper,
                lockKeeper,
                job.settings().ddl());
    }

    private static String lock(List<SourceTable> tables) {
        return tables.stream()
                .map(table -> Quoting.table(table.name()))
                .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS SHARE MODE"));
    }

    private SyncException failed(SQLException e) {
        return owner.failed(e, "The source's snapshot cannot be taken");
    }

    /** Somebody else's copy, or one whose connection is gone without the server having noticed, holds the slot for a while. */
    private static SyncException taken(ReplicationSlot slot, SQLException e) {
        return new SyncException(
                ErrorCode.SOURCE_UNAVAILABLE,
                "The source's snapshot cannot be taken, as another session takes one: " + PgErrors.message(e),
                "If it is one of a run that is gone: SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE"
                        + " slot_name = " + Quoting.literal(slot.name()),
                e);
    }
}
