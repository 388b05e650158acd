package dev.sluice.postgresql;

import dev.sluice.change.Lsn;
import dev.sluice.connector.SourceStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The replication slots of a database as its server lists them. See the PostgreSQL documentation, "pg_replication_slots". */
final class SlotCatalog {
    /** What the names of all slots of jobs begin with. */
    private static final String OURS = "di_slot_";

    /** On a standby there is no place where the log is written, but one up to which it has come. */
    private static final String POSITION =
            "CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END";

    private final PgSession session;

    SlotCatalog(PgSession session) {
        this.session = session;
    }

    Lsn position() {
        return session.query("SELECT (" + POSITION + ")::text", row -> Lsn.parse(row.getString(1)))
                .get(0);
    }

    /** The column wal_status is not there before version 13. */
    Optional<SourceStatus.Slot> slot(String name) {
        return session
                .query(
                        "SELECT active, confirmed_flush_lsn::text, pg_wal_lsn_diff(" + POSITION
                                + ", restart_lsn)::bigint, to_jsonb(s) ->> 'wal_status'"
                                + " FROM pg_replication_slots s WHERE slot_name = ?",
                        row -> {
                            long retained = row.getLong(3);
                            OptionalLong bytes = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(retained);
                            return new SourceStatus.Slot(
                                    name,
                                    row.getBoolean(1),
                                    Optional.ofNullable(row.getString(2)).map(Lsn::parse),
                                    bytes,
                                    Optional.ofNullable(row.getString(4)));
                        },
                        name)
                .stream()
                .findFirst();
    }

    /** Returns the slots of other jobs in this database that nobody reads from. */
    List<String> idleBeside(String name) {
        return session.query(
                "SELECT slot_name FROM pg_replication_slots WHERE NOT active AND database = current_database()"
                        + " AND left(slot_name, " + OURS.length() + ") = ? AND slot_name <> ? ORDER BY 1",
                row -> row.getString(1),
                OURS,
                name);
    }
}
