package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at what becomes of a job's slot between a primary and its standbys. See the PostgreSQL documentation, chapters
 * "Logical Decoding Concepts" (standbys give changes from version 16 on) and "Logical Replication Failover" (17).
 */
final class StandbyChecks {
    static final int STANDBY_DECODES = 16;

    static final int SLOT_FAILS_OVER = 17;

    private static final String SERVER = "source server";
    private static final String FAILOVER = "failover";

    private final PgSession session;
    private final RealtimeJob job;
    private final String slot;

    StandbyChecks(PgSession session, RealtimeJob job) {
        this.session = session;
        this.job = job;
        this.slot = job.identity().slot();
    }

    List<Finding> run() {
        if (session.isInRecovery()) {
            return standby();
        }
        return session.majorVersion() >= SLOT_FAILS_OVER ? primary() : List.of();
    }

    private List<Finding> standby() {
        if (session.majorVersion() < STANDBY_DECODES) {
            return List.of(Finding.failed(
                    SERVER,
                    "it is a standby of version " + session.majorVersion()
                            + ", and a standby gives its changes from version 16 on only",
                    "Name the primary in the data source " + job.source().dataSource()));
        }
        if (is("synced")) {
            return List.of(Finding.failed(
                    SERVER,
                    "it is a standby, and " + slot
                            + " there is a copy of the primary's slot, which nobody can read from",
                    "Name the primary in the data source " + job.source().dataSource()
                            + ", or let this server take its place: SELECT pg_promote()"));
        }
        List<Finding> findings = new ArrayList<>(List.of(Finding.ok(SERVER, "a standby that can give its changes")));
        if (!session.isTrue("SELECT current_setting('hot_standby_feedback')::bool")) {
            findings.add(Finding.warning(
                    SERVER,
                    "hot_standby_feedback is off, so the primary may remove rows of its catalogue that the slot needs,"
                            + " and the slot is lost then",
                    "On the standby: ALTER SYSTEM SET hot_standby_feedback = on; SELECT pg_reload_conf()"));
        }
        if (new ReplicationSlot(slot).state(session).isEmpty()) {
            findings.add(Finding.warning(
                    SERVER,
                    "on a standby the start, and each table that comes later, waits until the primary writes down which"
                            + " transactions it has: within 15 seconds where there are any",
                    "Should it wait, on the primary: SELECT pg_log_standby_snapshot()"));
        }
        return findings;
    }

    private boolean is(String property) {
        return session.isTrue(
                "SELECT coalesce((to_jsonb(s) ->> ?)::bool, false) FROM pg_replication_slots s WHERE slot_name = ?",
                property,
                slot);
    }

    /** Who has no standby has nothing to fail over to. */
    private List<Finding> primary() {
        Optional<String> standby = session
                .query(
                        "SELECT slot_name FROM pg_replication_slots WHERE slot_type = 'physical' AND active ORDER BY 1",
                        row -> row.getString(1))
                .stream()
                .findFirst();
        return standby.map(this::failover).orElse(List.of());
    }

    private List<Finding> failover(String standby) {
        if (new ReplicationSlot(slot).state(session).isPresent() && !is("failover")) {
            return List.of(Finding.warning(
                    FAILOVER,
                    slot + " stays behind when a standby takes this server's place",
                    "Over a connection for replication (psql 'replication=database ...'): ALTER_REPLICATION_SLOT "
                            + Quoting.identifier(slot) + " (FAILOVER true)"));
        }
        if (session.isTrue("SELECT current_setting('synchronized_standby_slots') = ''")) {
            return List.of(Finding.warning(
                    FAILOVER,
                    "the job may read what a standby does not have yet; should that take this server's place, the"
                            + " destination would be ahead of it",
                    "ALTER SYSTEM SET synchronized_standby_slots = " + Quoting.literal(standby)
                            + "; then SELECT pg_reload_conf()"));
        }
        return List.of(Finding.ok(
                FAILOVER, "a standby with sync_replication_slots = on has the slot when it takes this server's place"));
    }
}
