package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** What is looked at on the destination before a run, besides that the table is there. */
final class TargetChecks {
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
        writable(findings);
        privileges(findings);
        types(findings);
        return findings;
    }

    private void writable(List<Finding> findings) {
        boolean readOnly = session.query(
                        "SELECT current_setting('transaction_read_only')::bool", row -> row.getBoolean(1))
                .contains(true);
        if (readOnly) {
            findings.add(Finding.failed(
                    "destination server",
                    "it takes no writes: it is a standby, or default_transaction_read_only is on",
                    "Name the primary in the data source, or ALTER ROLE " + Quoting.identifier(session.user())
                            + " SET default_transaction_read_only = off"));
        }
    }

    private void privileges(List<Finding> findings) {
        List<String> barred =
                session.query("""
                SELECT attname FROM pg_attribute
                 WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
                   AND NOT has_column_privilege(attrelid, attnum, 'INSERT')""", row -> row.getString(1), target.relation().oid());
        List<String> missing = target.columns().stream()
                .map(RelationColumn::name)
                .filter(barred::contains)
                .toList();
        if (missing.isEmpty()) {
            findings.add(Finding.ok(
                    "destination privileges",
                    session.user() + " may insert into " + target.relation().label()));
            return;
        }
        findings.add(Finding.failed(
                "destination privileges",
                session.user() + " may not insert into " + target.relation().label() + " (" + String.join(", ", missing)
                        + ")",
                "GRANT INSERT ON " + target.relation().quoted() + " TO " + Quoting.identifier(session.user())));
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
     * whatever goes to or comes from a string.
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
                                            WHERE castsource = f.oid AND casttarget = t.oid AND castcontext <> 'e'))""", row -> row.getInt(1), from.oid(), to.oid()).size() > 0;
    }
}
