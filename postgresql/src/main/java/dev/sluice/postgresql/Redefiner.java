package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.change.Redefinition;
import dev.sluice.job.TableName;
import java.sql.SQLException;
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

    /** A table that is copied anew is empty meanwhile, so that any column can be added to it. */
    void apply(Redefinition redefinition) throws SQLException {
        TableName name = Objects.requireNonNull(routes.get(redefinition.table()));
        Relation table = new Catalog(session).require(name);
        if (redefinition.anew()) {
            maker.empty(name);
            progress.copying(redefinition.table(), redefinition.definition().text());
        } else {
            progress.redefined(redefinition.table(), redefinition.definition().text());
        }
        for (String statement : new SchemaStatements(maker, table).of(redefinition.applied())) {
            execute(statement, table);
        }
    }

    private void execute(String statement, Relation table) {
        try {
            session.execute(statement);
        } catch (SQLException e) {
            throw new SyncException(
                    PgErrors.code(e, session.side()),
                    "The destination's " + table.label() + " cannot follow the source's new definition, with "
                            + statement + ": " + PgErrors.message(e),
                    "Mend the destination's table by hand, or state Ignore for this kind of change in"
                            + " DdlHandlingSettings; then start the job again",
                    e);
        }
    }
}
