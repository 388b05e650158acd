package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
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
        for (int i = 0; i < source.size(); i++) {
            Column from = source.column(i);
            RelationColumn to = target.columns().get(i);
            if (!canHold(from.type(), to.type())) {
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

    /**
     * Whether some text of one type may be a text of the other. Types of users are left to the server, row by row; so is
     * whatever goes to or comes from a string. Where there is a cast, its result can be read from the value's text, but for
     * money, whose text has a currency sign, and boxes, whose two corners would make a polygon of two points.
     */
    private boolean canHold(ColumnType from, ColumnType to) {
        if (from.oid() == to.oid() || !from.builtIn() || !to.builtIn()) {
            return true;
        }
        return session.query("""
                        SELECT 1 FROM pg_type f, pg_type t
                         WHERE f.oid = ?::oid AND t.oid = ?::oid
                           AND ('S' IN (f.typcategory, t.typcategory)
                                OR f.typcategory = 'X'
                                OR f.typcategory = 'A' AND t.typcategory = 'A'
                                OR EXISTS (SELECT 1 FROM pg_cast
                                            WHERE castsource = f.oid AND casttarget = t.oid AND castcontext <> 'e'
                                              AND (f.typname, t.typname)
                                                  NOT IN (('money', 'numeric'), ('box', 'polygon'))))""", row -> row.getInt(1), from.oid(), to.oid()).size() > 0;
    }
}
