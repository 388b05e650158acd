package dev.sluice.postgresql;

/** Row-level security; see the PostgreSQL documentation, chapter "Row Security Policies". */
final class RowSecurity {
    private RowSecurity() {}

    /** Returns the SQL after which no policy concerns the logged-in role. */
    static String bypassFor(PgSession session) {
        return "ALTER ROLE " + Quoting.identifier(session.user()) + " BYPASSRLS";
    }
}
