package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a server's errors mean here. SQLSTATE classes are those of the PostgreSQL documentation, appendix "PostgreSQL
 * Error Codes".
 */
final class PgErrors {
    /**
     * Classes of errors that have nothing to do with a row's values. Whatever else a server says while it takes rows is
     * about a row: also the classes that triggers make up.
     */
    private static final Set<String> NOT_ABOUT_ROWS = Set.of(
            "08", "0A", "24", "25", "26", "28", "2B", "2D", "34", "3B", "3D", "3F", "40", "42", "53", "55", "57", "58",
            "72", "F0", "HV", "XX");

    /** The server's function that refuses a row for a policy; its SQLSTATE is that of a missing privilege. */
    private static final String POLICY_CHECK = "ExecWithCheckOptions";

    /** Time limits of the server that end a session and not only its statement. */
    private static final Set<String> SESSION_TIMEOUTS = Set.of("25P03", "25P04", "57P05");

    /**
     * What passes when somebody makes room, ends a session or lets a standby take over: a transaction that is read-only,
     * an object or a lock that another session holds, a deadlock, a serialization failure. Prepared statements that a session
     * has forgotten, since a pooler or a trigger said DEALLOCATE ALL, another session has.
     */
    private static final Set<String> PASSING = Set.of("25006", "26000", "55006", "55P03", "40001", "40P01");

    static final String UNREACHABLE_HINT =
            "Check host and port of the data source, that PostgreSQL runs there and that a firewall lets you through";

    static final String NOT_ITS_ENCODING =
            "Read a column whose bytes are in another encoding, such as LATIN1, by an entry of the reader's column:"
                    + " convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'UTF8')";

    private PgErrors() {}

    static SyncException of(SQLException e, Side side, String doing) {
        return new SyncException(code(e, side), doing + ": " + message(e), hint(e), e);
    }

    /** Returns the server's own words with its detail, or the driver's; never the statement with its values. */
    static String message(SQLException e) {
        ServerErrorMessage server = serverMessage(e);
        if (server == null || server.getMessage() == null) {
            return String.valueOf(e.getMessage()).replace("\n", " ");
        }
        String detail = server.getDetail();
        return server.getMessage() + (detail == null ? "" : " (" + detail + ")");
    }

    static @Nullable ServerErrorMessage serverMessage(SQLException e) {
        return e instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
    }

    static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    /** Returns whether the error is the fault of a row's values, so that leaving the row out mends it. */
    static boolean isRowFault(SQLException e) {
        ServerErrorMessage server = serverMessage(e);
        return server != null
                && state(e).length() == 5
                && (!NOT_ABOUT_ROWS.contains(state(e).substring(0, 2)) || POLICY_CHECK.equals(server.getRoutine()));
    }

    /** Returns the classes of errors that have nothing to do with a row's values, as a list of SQL literals. */
    static String classesNotAboutRows() {
        return NOT_ABOUT_ROWS.stream().sorted().map(Quoting::literal).collect(Collectors.joining(", "));
    }

    /** Returns whether there is no session any more, so that every further statement only says so again. */
    static boolean endsSession(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("57P") || SESSION_TIMEOUTS.contains(state);
    }

    /**
     * Returns whether COPY may notice it only when it stores the rows that it has gathered, up to 1000, and then names the
     * last of them: a row that is too big for a page.
     */
    static boolean isLate(SQLException e) {
        return state(e).startsWith("54");
    }

    /** Returns whether a row refers to one that is not there. */
    static boolean isMissingParent(SQLException e) {
        return state(e).equals("23503");
    }

    /** Returns whether a text has a character that the database's encoding lacks. */
    static boolean isUnknownCharacter(SQLException e) {
        return state(e).equals("22P05");
    }

    /** Returns whether the statement lost against a concurrent transaction and can be tried again. */
    static boolean isConcurrency(SQLException e) {
        return state(e).startsWith("40");
    }

    /** Returns whether the user may not do it. */
    static boolean isMissingPrivilege(SQLException e) {
        return state(e).equals("42501");
    }

    /** Returns whether a lock was waited for as long as the session wants. */
    static boolean isLockTimeout(SQLException e) {
        return state(e).equals("55P03");
    }

    /** Returns whether SET TRANSACTION SNAPSHOT may have failed because nobody keeps it; younger servers say it more exactly. */
    static boolean isMissingSnapshot(SQLException e) {
        return state(e).equals("22023") || state(e).equals("42704");
    }

    /** Returns the error of a snapshot that is gone with the session that kept it: another one can be had. */
    static SyncException missingSnapshot(SQLException e) {
        return new SyncException(
                ErrorCode.SOURCE_UNAVAILABLE, "The session that kept the source's snapshot is gone", null, e);
    }

    /** Returns whether the server would not run the statement at all: a missing privilege, or something it does not know. */
    static boolean isRefusedStatement(SQLException e) {
        return state(e).startsWith("42") || state(e).startsWith("0A");
    }

    static ErrorCode code(SQLException e, Side side) {
        String state = state(e);
        if (state.startsWith("28")) {
            return ErrorCode.AUTHENTICATION_FAILED;
        }
        if (state.equals("3D000")) {
            return ErrorCode.PREFLIGHT_FAILED;
        }
        if (state.equals("57014")) {
            return ErrorCode.CANCELLED;
        }
        if (state.equals("08001") || state.equals("08004")) {
            return ErrorCode.UNREACHABLE;
        }
        if (endsSession(e)) {
            return ErrorCode.CONNECTION_LOST;
        }
        return mayPass(state) ? side.unavailable() : side.failed();
    }

    /** Class 53 is that of resources that are used up: disk, memory, connections. */
    private static boolean mayPass(String state) {
        return state.startsWith("53") || PASSING.contains(state);
    }

    static @Nullable String hint(SQLException e) {
        ServerErrorMessage server = serverMessage(e);
        if (server != null && server.getHint() != null) {
            return server.getHint();
        }
        return switch (state(e)) {
            case "22021" -> NOT_ITS_ENCODING;
            case "22P05" ->
                "The database's encoding does not have that character, so nothing can be called that there: correct the name";
            case "57P04" -> "Check the name of the database in the data source";
            case "53300" -> "Use fewer channels, end other connections or raise max_connections";
            case "57P01" ->
                "Somebody ended the session or shut the server down; when it is up again, run the job again";
            case "57P03" -> "The server is starting or shutting down; when it is up again, run the job again";
            case "25P03", "25P04", "57P05" -> "Raise that time limit for the data source's user";
            default -> hint(code(e, Side.SOURCE));
        };
    }

    private static @Nullable String hint(ErrorCode code) {
        return switch (code) {
            case AUTHENTICATION_FAILED ->
                "Check username and password of the data source, and the server's pg_hba.conf";
            case UNREACHABLE -> UNREACHABLE_HINT;
            case CONNECTION_LOST -> "Look into the server's log; when it is up again, run the job again";
            default -> null;
        };
    }
}
