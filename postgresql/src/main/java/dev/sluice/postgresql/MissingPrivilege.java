package dev.sluice.postgresql;

import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What gives a role the privilege that a server misses (SQLSTATE 42501) while it works. */
final class MissingPrivilege {
    /** The server's words in English; in another language the name cannot be told from what is around it. */
    private static final Pattern OBJECT = Pattern.compile(
            "permission denied for (function|procedure|sequence|schema|type|language|foreign server|relation|table|view) (.+)");

    private static final Map<String, String> PRIVILEGES = Map.of(
            "function", "EXECUTE ON FUNCTION ",
            "procedure", "EXECUTE ON PROCEDURE ",
            "sequence", "USAGE ON SEQUENCE ",
            "schema", "USAGE ON SCHEMA ",
            "type", "USAGE ON TYPE ",
            "language", "USAGE ON LANGUAGE ",
            "foreign server", "USAGE ON FOREIGN SERVER ");

    private MissingPrivilege() {}

    static boolean isBehind(SQLException e) {
        return PgErrors.state(e).equals("42501");
    }

    /** Returns what to do; the server does not say in which schema an object is. */
    static String cure(SQLException e, String user) {
        Matcher object = OBJECT.matcher(PgErrors.message(e));
        String to = " TO " + Quoting.identifier(user);
        if (!object.matches()) {
            return "Give " + user + " that privilege, or name another user in the data source";
        }
        String privilege =
                PRIVILEGES.getOrDefault(object.group(1), "what it takes (SELECT, INSERT, UPDATE or DELETE) ON ");
        return "GRANT " + privilege + Quoting.identifier(object.group(2)) + to
                + " (a trigger or an expression of the table may use it; write its schema in front)";
    }
}
