package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** Whether the logged-in role may do what writing takes; each missing privilege comes with the GRANT that mends it. */
final class TargetPrivileges {
    private static final String CHECK = "destination privileges";

    private final PgSession session;
    private final TargetTable target;
    private final List<Finding> findings = new ArrayList<>();

    TargetPrivileges(PgSession session, TargetTable target) {
        this.session = session;
        this.target = target;
    }

    List<Finding> run() {
        Relation relation = target.relation();
        if (!is("has_schema_privilege(?, 'USAGE')", relation.schema())) {
            missing("use schema " + relation.schema(), "USAGE ON SCHEMA " + Quoting.identifier(relation.schema()));
        }
        columns();
        if (target.loading() == TargetTable.Loading.STAGED
                && !is("has_database_privilege(current_database(), ?)", "TEMPORARY")) {
            missing("make the temporary table that holds the rows on their way", "TEMPORARY ON DATABASE " + database());
        }
        new HiddenPrivileges(session, target)
                .missing()
                .forEach(privilege -> missing(privilege.what(), privilege.grant()));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(CHECK, session.user() + " may insert into " + relation.label()));
        }
        return findings;
    }

    private void columns() {
        List<String> barred =
                session.query("""
                SELECT attname FROM pg_attribute
                 WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
                   AND NOT has_column_privilege(attrelid, attnum, 'INSERT')""", row -> row.getString(1), target.relation().oid());
        List<String> missing = target.columns().stream()
                .map(RelationColumn::name)
                .filter(barred::contains)
                .toList();
        if (!missing.isEmpty()) {
            missing(
                    "insert into " + target.relation().label() + " (" + String.join(", ", missing) + ")",
                    "INSERT ON " + target.relation().quoted());
        }
    }

    private void missing(String what, String grant) {
        findings.add(Finding.failed(
                CHECK,
                session.user() + " may not " + what,
                "GRANT " + grant + " TO " + Quoting.identifier(session.user())));
    }

    private boolean is(String condition, String parameter) {
        return session.query("SELECT " + condition, row -> row.getBoolean(1), parameter)
                .contains(true);
    }

    private String database() {
        return session.query("SELECT quote_ident(current_database())", row -> row.getString(1))
                .get(0);
    }
}
