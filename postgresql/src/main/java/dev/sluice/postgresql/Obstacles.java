package dev.sluice.postgresql;

import java.util.List;
import java.util.stream.Collectors;

/** Finds out who holds the locks that sessions wait for. See the PostgreSQL documentation, {@code pg_blocking_pids}. */
final class Obstacles {
    private final PgSession asking;

    Obstacles(PgSession asking) {
        this.asking = asking;
    }

    /** Says who holds locks of a table or of its partitions now, other than the one who asks. */
    String holders(Relation table) {
        List<String> holders = asking.query(
                Partitions.tree("?::oid") + """
                SELECT a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), '?'),
                       coalesce(a.state, '?')
                  FROM pg_stat_activity a
                 WHERE a.pid <> pg_backend_pid()
                   AND a.pid IN (SELECT pid FROM pg_locks
                                  WHERE locktype = 'relation' AND granted AND relation IN (TABLE tree)
                                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                 ORDER BY 1 LIMIT 5""",
                row -> "process " + row.getInt(1) + " (user " + row.getString(2) + ", application " + row.getString(3)
                        + ", " + row.getString(4) + ")",
                String.valueOf(table.oid()));
        return holders.isEmpty()
                ? "somebody held a lock that it needs"
                : "it is in use by " + String.join(", ", holders);
    }

    /** Returns a sentence for each pair of a session of ours that waits and one that it waits for. */
    List<String> of(List<PgSession> sessions) {
        String processes =
                sessions.stream().map(session -> "" + session.process()).collect(Collectors.joining(", "));
        return asking.query(
                """
                SELECT DISTINCT a.pid, b.pid, coalesce(b.usename, '?'), coalesce(nullif(b.application_name, ''), '?'),
                       coalesce(b.state, '?')
                  FROM pg_stat_activity a, unnest(pg_blocking_pids(a.pid)) AS blocker
                       JOIN pg_stat_activity b ON b.pid = blocker
                 WHERE a.pid IN (""" + processes + ") AND a.wait_event_type = 'Lock' ORDER BY 1, 2",
                row -> "The " + asking.side().label() + " waits (process " + row.getInt(1)
                        + ") for a lock that process "
                        + row.getInt(2) + " holds: user " + row.getString(3) + ", application " + row.getString(4)
                        + ", " + row.getString(5));
    }
}
