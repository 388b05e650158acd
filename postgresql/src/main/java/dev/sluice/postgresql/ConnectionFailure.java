package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why there is no connection, and what mends it. One SQLSTATE has several reasons here; the server's function that gives
 * the error, which it names in every language, tells them apart.
 */
final class ConnectionFailure {
    private final SQLException reason;
    private final Side side;
    private final PgServer server;
    private final String state;

    private ConnectionFailure(SQLException reason, Side side, PgServer server) {
        this.reason = reason;
        this.side = side;
        this.server = server;
        this.state = PgErrors.state(reason);
    }

    static SyncException of(SQLException reason, Side side, PgServer server) {
        ConnectionFailure failure = new ConnectionFailure(reason, side, server);
        return new SyncException(
                failure.code(),
                "No connection to the " + side.label() + " " + server.address() + ": " + PgErrors.message(reason),
                failure.hint(),
                reason);
    }

    private ErrorCode code() {
        if (state.startsWith("57P") || state.startsWith("08")) {
            return ErrorCode.UNREACHABLE;
        }
        return switch (state) {
            case "42501", "55000" -> ErrorCode.PREFLIGHT_FAILED;
            default -> PgErrors.code(reason, side);
        };
    }

    private @Nullable String hint() {
        if (state.startsWith("08")) {
            return PgErrors.UNREACHABLE_HINT;
        }
        return switch (state) {
            case "28000" -> notAdmitted();
            case "3D000" ->
                "Check the name of the database in the data source, or make it: CREATE DATABASE " + database();
            case "42501" -> "GRANT CONNECT ON DATABASE " + database() + " TO " + user();
            case "53300" -> tooMany();
            case "55000" -> "ALTER DATABASE " + database() + " ALLOW_CONNECTIONS true";
            default -> PgErrors.hint(reason);
        };
    }

    private String notAdmitted() {
        return isFrom("ClientAuthentication")
                ? "Let the user in by a line of the server's pg_hba.conf, such as \"host " + database() + " " + user()
                        + " ADDRESS/32 scram-sha-256\" (hostssl with TLS: sslMode of the data source), then run"
                        + " SELECT pg_reload_conf()"
                : "ALTER ROLE " + user() + " LOGIN; or name another username in the data source";
    }

    private @Nullable String tooMany() {
        if (isFrom("InitializeSessionUserId")) {
            return "ALTER ROLE " + user() + " CONNECTION LIMIT -1; or use fewer channels";
        }
        return isFrom("CheckMyDatabase")
                ? "ALTER DATABASE " + database() + " CONNECTION LIMIT -1; or use fewer channels"
                : PgErrors.hint(reason);
    }

    private boolean isFrom(String routine) {
        ServerErrorMessage message = PgErrors.serverMessage(reason);
        return message != null && routine.equals(message.getRoutine());
    }

    private String database() {
        return server.database().map(Quoting::identifier).orElse("...");
    }

    private String user() {
        return server.user().map(Quoting::identifier).orElse("...");
    }
}
