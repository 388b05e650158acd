package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.job.FollowSettings.Origins;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks whether a server can give its changes to a job. See the PostgreSQL documentation, chapters "Logical Replication"
 * and "Logical Decoding".
 */
final class ReplicationChecks {
    private static final String ROLE = "replication privilege";
    private static final String CONNECTION = "replication connection";

    /** A table that joins is copied from the state of a slot of its own, which a session of its own keeps. */
    private static final int JOINING = 1;

    private final PgSession session;
    private final RealtimeJob job;
    private final Supplier<PgSession> replication;

    /** {@code replication} opens a session for replication, which is the caller's. */
    ReplicationChecks(PgSession session, RealtimeJob job, Supplier<PgSession> replication) {
        this.session = session;
        this.job = job;
        this.replication = replication;
    }

    List<Finding> run() {
        return new Checks(Side.SOURCE)
                .make("source server", new StandbyChecks(session, job)::run)
                .make("TRUNCATE", this::truncations)
                .make("sluice.origin", this::origins)
                .make("wal_level", this::walLevel)
                .make("replication slots", this::slots)
                .make("WAL senders", this::senders)
                .make(ROLE, this::role)
                .make("replication slot", this::slot)
                .make("retained WAL", this::limit)
                .findings();
    }

    private List<Finding> truncations() {
        return session.majorVersion() >= 11
                ? List.of()
                : List.of(Finding.warning(
                        "TRUNCATE",
                        "version 10 tells nobody of it: the rows of a table that is emptied so stay at the destination",
                        "Empty tables of this source with DELETE"));
    }

    private List<Finding> origins() {
        if (job.settings().runtime().follow().origins() != Origins.NONE) {
            return List.of();
        }
        if (session.majorVersion() < OutputOptions.ORIGINS_SINCE) {
            return List.of(Finding.failed(
                    "sluice.origin",
                    "`none` needs PostgreSQL " + OutputOptions.ORIGINS_SINCE + ", and the source has "
                            + session.majorVersion() + ": changes that came by replication would go round",
                    "Take sluice.origin out of RuntimeSettings, if nothing is replicated to these tables"));
        }
        return session.isTrue("SELECT EXISTS (SELECT 1 FROM pg_class WHERE relkind = 'r' AND relname = "
                        + Quoting.literal(ProgressTable.NAME) + ")")
                ? List.of(Finding.warning(
                        "sluice.origin",
                        "Sluice jobs write to the source, which has a table " + ProgressTable.NAME
                                + ": their changes count as the source's own, and `none` does not leave them out",
                        "Let no two jobs bring the same tables from each side to the other"))
                : List.of();
    }

    private List<Finding> walLevel() {
        String level = setting("wal_level");
        return List.of(
                level.equals("logical")
                        ? Finding.ok("wal_level", level)
                        : Finding.failed(
                                "wal_level",
                                "it is " + level + ", and changes can be read with logical only",
                                "ALTER SYSTEM SET wal_level = logical; then restart the server"));
    }

    /** Only a trial tells: some poolers have no session for replication, and some providers give the right by a role of theirs. */
    private List<Finding> role() {
        String user = session.user();
        try (PgSession trial = replication.get()) {
            return List.of(Finding.ok(ROLE, user + " has it, and connects as process " + trial.process()));
        } catch (SyncException e) {
            return List.of(
                    !(e.getCause() instanceof SQLException cause && PgErrors.isMissingPrivilege(cause))
                            ? Finding.failed(CONNECTION, e)
                            : Finding.failed(
                                    ROLE,
                                    user + " may not read changes",
                                    "ALTER ROLE " + Quoting.identifier(user) + " REPLICATION"));
        }
    }

    private List<Finding> slots() {
        long used = number("SELECT count(*) FROM pg_replication_slots");
        return List.of(room(
                "replication slots",
                "max_replication_slots",
                used,
                slotState().isPresent() ? 0 : 1,
                "or drop a slot that nobody needs: SELECT slot_name FROM pg_replication_slots WHERE NOT active"));
    }

    private List<Finding> senders() {
        return List.of(room(
                "WAL senders",
                "max_wal_senders",
                number("SELECT count(*) FROM pg_stat_replication"),
                slotState().flatMap(ReplicationSlot.State::reader).isPresent() ? 0 : 1,
                "or end one of those in pg_stat_replication"));
    }

    private Finding room(String check, String setting, long used, int needed, String otherwise) {
        long most = Long.parseLong(setting(setting));
        String figures = used + " of " + most + " are in use";
        String cure =
                "ALTER SYSTEM SET " + setting + " = " + (used + needed + 4) + "; then restart the server; " + otherwise;
        if (used + needed > most) {
            return Finding.failed(check, figures + ", and the job needs " + needed + " more", cure);
        }
        return used + needed + JOINING > most
                ? Finding.warning(
                        check,
                        figures
                                + ", and a table that is copied while the job follows others needs one besides: until it is"
                                + " there such a table waits",
                        cure)
                : Finding.ok(check, figures);
    }

    private List<Finding> slot() {
        Optional<ReplicationSlot.State> state = slotState();
        if (state.isEmpty()) {
            return List.of();
        }
        String name = job.identity().slot();
        ReplicationSlot slot = new ReplicationSlot(name);
        Lsn position;
        try {
            Optional<Integer> maker = slot.maker(state.get(), session.database());
            if (maker.isPresent()) {
                return List.of(beingMade(name, maker.get()));
            }
            position = slot.position(state.get(), session.database());
        } catch (SyncException e) {
            return List.of(Finding.failed("replication slot", e));
        }
        if (!new Publication(session, job.identity().publication()).exists()) {
            return List.of(unpublished(name, position));
        }
        return List.of(state.get()
                .reader()
                .map(process -> Finding.warning(
                        "replication slot",
                        name + " is read by the server's process " + process + ", and only one can read it at a time",
                        "Stop the other run of this job, or wait until the server sees that it is gone"))
                .orElseGet(() ->
                        Finding.ok("replication slot", name + " is there and gives changes from " + position + " on")));
    }

    /** Who takes the job finds out whether that is another run of it, or what one has left. */
    private static Finding beingMade(String name, int process) {
        return Finding.warning(
                "replication slot",
                name + " is being made by the server's process " + process
                        + ", for another run of this job or one that is gone",
                "If no run goes on: start the job, which ends that process, or SELECT pg_terminate_backend(" + process
                        + ")");
    }

    /** What is published is looked up as it was when the changes were made: some servers leave them out in silence. */
    private Finding unpublished(String name, Lsn position) {
        return Finding.failed(
                "replication slot",
                name + " keeps changes from " + position + " on, and without the publication "
                        + job.identity().publication() + " they cannot be read, not even when it is made later",
                "SELECT pg_drop_replication_slot(" + Quoting.literal(name)
                        + "); the job makes both, or you make the publication before the slot");
    }

    private List<Finding> limit() {
        if (session.majorVersion() < 13) {
            return List.of();
        }
        String limit = setting("max_slot_wal_keep_size");
        return List.of(
                limit.equals("-1")
                        ? Finding.ok("retained WAL", "no limit: the source keeps all WAL until this job has read it")
                        : Finding.ok(
                                "retained WAL",
                                "the source gives the slot up when the job is more than " + limit + " behind"));
    }

    private Optional<ReplicationSlot.State> slotState() {
        return new ReplicationSlot(job.identity().slot()).state(session);
    }

    private String setting(String name) {
        return session.query("SELECT current_setting(?)", row -> row.getString(1), name)
                .get(0);
    }

    private long number(String query) {
        return session.query(query, row -> row.getLong(1)).get(0);
    }
}
