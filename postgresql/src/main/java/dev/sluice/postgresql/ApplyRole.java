package dev.sluice.postgresql;

import java.sql.SQLException;

/**
 * As what a session applies changes: see the PostgreSQL documentation, "Client Connection Defaults",
 * {@code session_replication_role}.
 */
enum ApplyRole {
    /** As a replica: what triggers and foreign keys did at the source comes as changes, so here they do nothing. */
    REPLICA("R"),
    /** As anybody: triggers, rules and foreign keys see every change. */
    ORIGIN("O");

    private static final String SETTINGS = """
            SELECT set_config('synchronous_commit', coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'local'),
                              false);
            SELECT set_config(name, 'off', false) FROM pg_settings WHERE name = 'jit'""";

    private static final String FORBIDDEN = "42501";

    private final String letter;

    ApplyRole(String letter) {
        this.letter = letter;
    }

    /** Returns how the catalogue marks triggers and rules that act in this role and not in the other. */
    String letter() {
        return letter;
    }

    /**
     * Makes {@code session} a replica if it may be one: as a superuser, or from version 15 on with the SET privilege. Its
     * commits last whatever the server's default is or becomes, since the source forgets what was committed.
     */
    static ApplyRole take(PgSession session) throws SQLException {
        session.execute(SETTINGS);
        try {
            session.execute("SET session_replication_role = replica");
            return REPLICA;
        } catch (SQLException e) {
            if (PgErrors.state(e).equals(FORBIDDEN)) {
                return ORIGIN;
            }
            throw e;
        }
    }
}
