package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import dev.sluice.row.Column;
import dev.sluice.row.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** What is looked at on the destination before a run, besides that the table is there. */
final class TargetChecks {
    private static final String SERVER = "destination server";

    private final PgSession session;
    private final TargetTable target;
    private final RowSchema source;

    TargetChecks(PgSession session, TargetTable target, RowSchema source) {
        this.session = session;
        this.target = target;
        this.source = source;
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        server(findings);
        insertable(findings);
        findings.addAll(new TargetPrivileges(session, target).run());
        types(findings);
        return findings;
    }

    private void server(List<Finding> findings) {
        if (is("pg_is_in_recovery()")) {
            findings.add(Finding.failed(
                    SERVER, "it is a standby, which takes no writes", "Name the primary in the data source"));
        } else if (is("current_setting('transaction_read_only')::bool")) {
            findings.add(Finding.failed(
                    SERVER,
                    "it takes no writes: default_transaction_read_only is on",
                    session.query(
                                    "SELECT format('ALTER ROLE %I IN DATABASE %I SET default_transaction_read_only = off',"
                                            + " session_user, current_database())",
                                    row -> row.getString(1))
                            .get(0)));
        }
    }

    /** The bit of {@code pg_relation_is_updatable} for INSERT is that of the command type in the server's parse trees. */
    private void insertable(List<Finding> findings) {
        Relation relation = target.relation();
        if (is("pg_relation_is_updatable(" + relation.oid() + "::oid::regclass, true) & 8 = 0")) {
            findings.add(Finding.failed(
                    "destination table",
                    relation.label() + " is a " + relation.kind().label() + " that takes no rows",
                    relation.kind() == RelationKind.VIEW
                            ? "Name the table behind it, or give it an INSTEAD OF INSERT trigger"
                            : "Name the table behind it"));
        }
    }

    private boolean is(String condition) {
        return session.query("SELECT " + condition, row -> row.getBoolean(1)).contains(true);
    }

    private void types(List<Finding> findings) {
        List<Finding> misfits = new ArrayList<>();
        TypeFit fit = new TypeFit(session);
        for (int i = 0; i < source.size(); i++) {
            Column from = source.column(i);
            RelationColumn to = target.columns().get(i);
            if (!fit.canHold(from.type(), to.type())) {
                misfits.add(Finding.failed(
                        "column types",
                        "no " + to.type().name() + " column can hold " + from.name() + ", which is "
                                + from.type().name() + " (it would go to " + to.name() + ")",
                        "Cast it in the reader's column list, or change the order of the columns"));
            }
        }
        if (misfits.isEmpty()) {
            findings.add(Finding.ok("column types", source.size() + " columns can hold what is read"));
        }
        findings.addAll(misfits);
    }
}
