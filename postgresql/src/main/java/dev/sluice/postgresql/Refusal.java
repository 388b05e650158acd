package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.job.Secret;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why a server that answers does not let a user in, and what mends it. One SQLSTATE has several reasons here; the server's
 * function that gives the error, which it names in every language, tells them apart.
 */
final class Refusal {
    private static final String ROLE_LOOKUP = "InitializeSessionUserId";

    /** All that is asked for at the start and that a server may not support is UTF8. */
    private static final String NOT_SUPPORTED = "0A000";

    private static final String NO_UTF8_CURE = "Every connection here speaks UTF8, and this server cannot convert the"
            + " database's encoding to it: move the data to a database with ENCODING 'UTF8' (pg_dump -E writes encodings to"
            + " which it can, such as EUC_JP or LATIN1)";

    private static final String CERTIFICATE_CURE = "If the server wants a client certificate, name it and its key in"
            + " \"keystoreFile\" and \"keyFile\"; its common name (CN) must be the user's, unless the server's"
            + " pg_ident.conf says otherwise";

    private final SQLException reason;
    private final Side side;
    private final PgServer server;
    private final String state;

    Refusal(SQLException reason, Side side, PgServer server) {
        this.reason = reason;
        this.side = side;
        this.server = server;
        this.state = PgErrors.state(reason);
    }

    /** Returns whose fault it is. A server that is full may have room later. */
    ErrorCode code() {
        if (state.startsWith("57P") || state.startsWith("08") || state.startsWith("53")) {
            return ErrorCode.UNREACHABLE;
        }
        return switch (state) {
            case NOT_SUPPORTED, "42501", "55000" -> ErrorCode.PREFLIGHT_FAILED;
            default -> PgErrors.code(reason, side);
        };
    }

    /** Returns what to do next, SQL first where there is any. */
    @Nullable
    String cure() {
        if (state.startsWith("08")) {
            return PgErrors.UNREACHABLE_HINT;
        }
        return switch (state) {
            case NOT_SUPPORTED -> NO_UTF8_CURE;
            case "28000" -> notAdmitted();
            case "28P01" -> PgErrors.hint(reason) + newPassword();
            case "3D000" ->
                "Check the name of the database in the data source, or make it: CREATE DATABASE " + database();
            case "42501" -> notPrivileged();
            case "53300" -> tooMany();
            case "55000" -> "ALTER DATABASE " + database() + " ALLOW_CONNECTIONS true";
            default -> PgErrors.hint(reason);
        };
    }

    /** Says how a password that was changed at the server gets into the data source. */
    private String newPassword() {
        return switch (server.passwordKept().orElse(Secret.Kept.PLAIN)) {
            case SEALED -> "; a new password is sealed by: sluice datasource add " + server.name() + " --replace ...";
            case ENVIRONMENT -> "; the password comes from the environment, by the variable that \"password\" names";
            case PLAIN -> "";
        };
    }

    private String notPrivileged() {
        return isFrom("CheckMyDatabase")
                ? "GRANT CONNECT ON DATABASE " + database() + " TO " + user()
                : "Take it out of \"properties\" or \"jdbcUrl\" (options) of the data source, or out of what ALTER ROLE and"
                        + " ALTER DATABASE ... SET say for " + user();
    }

    private String notAdmitted() {
        String message = PgErrors.message(reason);
        if (message.contains("pg_hba.conf")) {
            return HbaLine.cure(message);
        }
        return isFrom(ROLE_LOOKUP)
                ? "ALTER ROLE " + user() + " LOGIN; or name another username in the data source"
                : CERTIFICATE_CURE;
    }

    private @Nullable String tooMany() {
        if (isFrom(ROLE_LOOKUP)) {
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
