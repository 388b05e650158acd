package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.SchemaChange.DropColumn;
import dev.sluice.job.DdlKind;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives a destination's tables the definitions that their sources have got, within the transaction that is under way. */
final class Redefiner {
    private final PgSession session;
    private final TableMaker maker;
    private final ProgressTable progress;
    private final Map<TableName, TableName> routes;

    /** {@code routes} tells the destination's table for each of the source's. */
    Redefiner(PgSession session, TableMaker maker, ProgressTable progress, Map<TableName, TableName> routes) {
        this.session = session;
        this.maker = maker;
        this.progress = progress;
        this.routes = routes;
    }

    /**
     * A table that is copied anew is empty meanwhile, so that any column can be added to it. Its constraints are checked at once
     * from here on.
     */
    void apply(Redefinition redefinition) throws SQLException {
        TableName name = Objects.requireNonNull(routes.get(redefinition.table()));
        Relation table = new Catalog(session).require(name);
        checkNow(table);
        if (redefinition.anew()) {
            maker.empty(name);
            progress.copying(redefinition.table(), redefinition.definition().text());
        } else {
            progress.redefined(redefinition.table(), redefinition.definition().text());
        }
        SchemaStatements statements = new SchemaStatements(maker, table);
        for (String column : unfilled(table, redefinition.leftOut())) {
            execute(
                    statements.release(column),
                    table,
                    "Mend the destination's table by hand, or state Normal for " + DdlKind.DROP_COLUMN
                            + " in DdlHandlingSettings; then start the job again");
        }
        for (String statement : statements.of(redefinition.applied())) {
            execute(
                    statement,
                    table,
                    "Mend the destination's table by hand, or state Ignore for this kind of change in"
                            + " DdlHandlingSettings; then start the job again");
        }
    }

    /** A server alters no table while checks of its rows are put off; those of others may have to wait for rows to come. */
    private void checkNow(Relation table) throws SQLException {
        List<String> constraints = session.query(
                Partitions.tree("?::oid") + """
                SELECT DISTINCT n.nspname, c.conname
                  FROM pg_trigger t JOIN pg_constraint c ON c.oid = t.tgconstraint
                  JOIN pg_namespace n ON n.oid = c.connamespace
                 WHERE t.tgdeferrable AND t.tgrelid IN (TABLE tree)""",
                row -> Quoting.identifier(row.getString(1)) + "." + Quoting.identifier(row.getString(2)),
                table.oid());
        if (!constraints.isEmpty()) {
            session.execute("SET CONSTRAINTS " + String.join(", ", constraints) + " IMMEDIATE");
        }
    }

    /** A column that the source has dropped and the destination keeps gets no values any more. */
    private List<String> unfilled(Relation table, List<SchemaChange> leftOut) {
        String[] dropped = leftOut.stream()
                .filter(DropColumn.class::isInstance)
                .map(change -> ((DropColumn) change).name())
                .toArray(String[]::new);
        return session.query("""
                SELECT attname FROM pg_attribute
                 WHERE attrelid = ?::oid AND attname = ANY (CAST(? AS text[])) AND attnum > 0 AND NOT attisdropped
                   AND attnotnull AND NOT atthasdef AND attidentity = ''""", row -> row.getString(1), table.oid(), dropped);
    }

    private void execute(String statement, Relation table, String hint) {
        try {
            session.execute(statement);
        } catch (SQLException e) {
            throw new SyncException(
                    PgErrors.code(e, session.side()),
                    "The destination's " + table.label() + " cannot follow the source's new definition, with "
                            + statement + ": " + PgErrors.message(e),
                    hint,
                    e);
        }
    }
}
