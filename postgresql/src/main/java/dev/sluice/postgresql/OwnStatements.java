package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a job's own statements, as far as that goes without running them: what changes rows the server can explain,
 * which takes the same names and privileges; for TRUNCATE the privilege is asked for. Statements behind one
 * that may make something are left alone, and so is what may be several.
 */
final class OwnStatements {
    private static final Pattern CHANGING = Pattern.compile("(delete|update|insert|with)\\b.*", Pattern.DOTALL);
    private static final Pattern TRUNCATE = Pattern.compile(
            "truncate\\s+(?:table\\s+)?(?:only\\s+)?([^\\s,]+)[^,]*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final PgSession session;
    private final Relation relation;
    private final PostgresWriterOptions options;

    OwnStatements(PgSession session, Relation relation, PostgresWriterOptions options) {
        this.session = session;
        this.relation = relation;
        this.options = options;
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        if (!options.mayMakeTable()) {
            check("preSql", options.preSql(), findings);
            check("postSql", options.postSql(), findings);
        }
        return findings;
    }

    private void check(String key, List<String> statements, List<Finding> findings) {
        for (int i = 0; i < statements.size(); i++) {
            String place = key + " statement " + (i + 1);
            if (PostgresWriterOptions.mayMake(statements.get(i))) {
                return;
            }
            check(BareStatement.of(statements.get(i)), key, place).ifPresent(findings::add);
        }
    }

    private Optional<Finding> check(String statement, String key, String place) {
        String lower = statement.toLowerCase(Locale.ROOT);
        if (statement.contains(";")) {
            return Optional.empty();
        }
        Matcher truncate = TRUNCATE.matcher(statement.replace("@table", relation.quoted()));
        if (truncate.matches() && !mayTruncate(truncate.group(1))) {
            return Optional.of(Finding.failed(
                    key,
                    place + ": " + session.user() + " may not truncate " + truncate.group(1),
                    grant("TRUNCATE", truncate.group(1))));
        }
        return CHANGING.matcher(lower).matches() ? explain(statement, key, place) : Optional.empty();
    }

    /** Whatever is not there is left to the run. */
    private boolean mayTruncate(String table) {
        return !session.query(
                        "SELECT has_table_privilege(c, 'TRUNCATE') FROM to_regclass(?) c WHERE c IS NOT NULL",
                        row -> row.getBoolean(1),
                        table)
                .contains(false);
    }

    private Optional<Finding> explain(String statement, String key, String place) {
        try {
            session.execute("EXPLAIN " + statement.replace("@table", relation.quoted()));
            return Optional.empty();
        } catch (SQLException e) {
            if (!PgErrors.isRefusedStatement(e)) {
                throw session.failed(e, place + " cannot be looked at");
            }
            String command = statement.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
            return Optional.of(Finding.failed(
                    key,
                    place + ": " + PgErrors.message(e),
                    PgErrors.state(e).equals("42501") && !command.equals("WITH")
                            ? grant(command.equals("INSERT") ? command : command + ", SELECT", relation.quoted())
                            : "Mend the statement"));
        }
    }

    private String grant(String privileges, String table) {
        return "GRANT " + privileges + " ON " + table + " TO " + Quoting.identifier(session.user());
    }
}
