package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import java.util.List;
import java.util.Optional;

/** Whether the server lets as many more connections in as a run has channels. */
final class ConnectionLimits {
    static final String CHECK = "destination connections";

    private final PgSession session;

    /** Who sets a limit, how many it leaves, how many it allows at all, and what lifts it. */
    private record Limit(String whose, int left, int most, String cure) {}

    ConnectionLimits(PgSession session) {
        this.session = session;
    }

    /** Returns what stands against {@code wanted} more. */
    List<Finding> forMore(int wanted) {
        return tightest()
                .filter(limit -> limit.left() < wanted)
                .map(limit -> limit.most() <= wanted ? never(limit, wanted) : notNow(limit, wanted))
                .stream()
                .toList();
    }

    private static Finding never(Limit limit, int wanted) {
        return Finding.failed(
                CHECK,
                limit.whose() + " allows " + limit.most() + " connections, and " + wanted
                        + " channels with one for the run itself take " + (wanted + 1),
                cure(limit));
    }

    private static Finding notNow(Limit limit, int wanted) {
        return Finding.warning(
                CHECK,
                limit.whose() + " leaves " + Math.max(0, limit.left()) + " of " + limit.most()
                        + " connections at the moment, and " + wanted + " channels want one each",
                cure(limit));
    }

    private static String cure(Limit limit) {
        return "Lower setting.speed.concurrent, or raise the limit: " + limit.cure();
    }

    /**
     * Background processes that are connected to a database count for the server too. Superusers heed no limit but the
     * server's; its reserved ones are for them.
     */
    private Optional<Limit> tightest() {
        return session
                .query("""
                        SELECT limits.*
                          FROM pg_roles r, pg_database d,
                               (SELECT count(*)::int AS server,
                                       count(*) FILTER (WHERE a.datname = current_database())::int AS database,
                                       count(*) FILTER (WHERE a.usename = current_user)::int AS role
                                  FROM pg_stat_activity a WHERE a.datid IS NOT NULL) used,
                               LATERAL (SELECT current_setting('max_connections')::int
                                               - CASE WHEN r.rolsuper THEN 0
                                                      ELSE current_setting('superuser_reserved_connections')::int
                                                           + coalesce(current_setting('reserved_connections', true)::int, 0)
                                                 END AS server) most,
                               LATERAL (VALUES
                                   ('the server''s max_connections', most.server - used.server, most.server,
                                    'ALTER SYSTEM SET max_connections = ' || current_setting('max_connections')::int + 100
                                    || ', then restart the server'),
                                   (format('the connection limit of role %s', r.rolname),
                                    CASE WHEN r.rolconnlimit >= 0 AND NOT r.rolsuper THEN r.rolconnlimit - used.role END,
                                    r.rolconnlimit, format('ALTER ROLE %I CONNECTION LIMIT -1', r.rolname)),
                                   (format('the connection limit of database %s', d.datname),
                                    CASE WHEN d.datconnlimit >= 0 AND NOT r.rolsuper THEN d.datconnlimit - used.database END,
                                    d.datconnlimit, format('ALTER DATABASE %I CONNECTION LIMIT -1', d.datname))
                               ) AS limits (whose, remaining, most, cure)
                         WHERE r.rolname = current_user AND d.datname = current_database() AND remaining IS NOT NULL
                         ORDER BY remaining LIMIT 1""", row -> new Limit(row.getString(1), row.getInt(2), row.getInt(3), row.getString(4)))
                .stream()
                .findFirst();
    }
}
