package dev.sluice.postgresql;

import dev.sluice.SyncException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What a server says to somebody whom it has let in.
 *
 * @param major its major version
 * @param product its product and version
 * @param isPostgres whether that is PostgreSQL
 * @param who who was let in, and where
 * @param tls protocol and cipher; empty without TLS
 */
record Welcome(int major, String product, boolean isPostgres, String who, Optional<String> tls) {
    private static final String PRODUCT = "PostgreSQL ";

    private static final String SESSION = """
            SELECT current_user::text, current_database()::text, pg_is_in_recovery(), ssl, version, cipher
              FROM pg_stat_ssl WHERE pid = pg_backend_pid()""";

    /** Connects, asks and leaves again. */
    static Welcome to(PgServer server) throws SQLException {
        try (PgSession session = new PgSession(server.connect(), Side.SOURCE)) {
            return session.majorVersion() < 10
                    ? stranger(session, PRODUCT + session.version())
                    : ofProduct(session, product(session));
        }
    }

    private static String product(PgSession session) {
        try {
            return session.query("SELECT version()", row -> row.getString(1)).get(0);
        } catch (SyncException e) {
            return "it does not say its version: " + e.getMessage();
        }
    }

    private static Welcome ofProduct(PgSession session, String product) {
        if (!product.startsWith(PRODUCT)) {
            return stranger(session, product);
        }
        List<Welcome> found = session.query(
                SESSION,
                row -> new Welcome(
                        session.majorVersion(),
                        PRODUCT + session.version() + (row.getBoolean(3) ? ", a standby" : ""),
                        true,
                        "user " + row.getString(1) + ", database " + row.getString(2),
                        row.getBoolean(4)
                                ? Optional.of(row.getString(5) + ", " + row.getString(6))
                                : Optional.empty()));
        return found.get(0);
    }

    /** Of a server that may not know the catalogue nothing more is asked. */
    private static Welcome stranger(PgSession session, String product) {
        return new Welcome(
                session.majorVersion(),
                product,
                product.startsWith(PRODUCT),
                "user " + session.user(),
                Optional.empty());
    }
}
