package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.CopySettings.ExistingRows;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** First copies that have not ended: what is made for them, and what is left of it when they never do. */
final class UnendedCopies {
    /** Whether the transaction that is under way has made the relation. */
    private static final String MADE_NOW = "SELECT oid::int8 FROM pg_class WHERE oid = to_regclass(?)"
            + " AND xmin::text::int8 = txid_current() % 4294967296";

    /**
     * Nobody's rows are under way once the table is locked. Who holds it for longer than a moment, has made something that
     * depends on it, or has become its owner, keeps it.
     */
    private static final String DROP_EMPTY = """
            BEGIN
                IF @same THEN
                    PERFORM set_config('lock_timeout', '2s', true);
                    LOCK TABLE ONLY @table IN ACCESS EXCLUSIVE MODE;
                    IF @same AND NOT @wanted AND NOT EXISTS (SELECT FROM ONLY @table) THEN
                        DROP TABLE @table;
                    END IF;
                END IF;
            EXCEPTION WHEN lock_not_available OR dependent_objects_still_exist OR insufficient_privilege
                    OR undefined_table THEN
                NULL;
            END""";

    private final PgSession session;
    private final RealtimeJob job;
    private final TableMaker maker;
    private final ProgressTable progress;
    private final Routes routes;

    UnendedCopies(PgSession session, RealtimeJob job, TableMaker maker, ProgressTable progress, Routes routes) {
        this.session = session;
        this.job = job;
        this.maker = maker;
        this.progress = progress;
        this.routes = routes;
    }

    /** Notes within the transaction that is under way that a copy begins, and makes the table where it is missing. */
    void begin(TableName table, TableDefinition definition, List<ExtraColumn> extras) throws SQLException {
        TableName destination = routes.of(table);
        requireAlone(table, destination);
        Optional<Long> made = Optional.empty();
        if (new Catalog(session).find(destination).isEmpty()) {
            maker.make(destination, definition.keyed(routes.rules(table).key()), extras);
            made = session.query(MADE_NOW, row -> row.getLong(1), Quoting.table(destination)).stream()
                    .findFirst();
        }
        emptyOfRest(table);
        progress.copying(table, definition.text(), made);
    }

    private void requireAlone(TableName table, TableName destination) {
        progress.besides(table, destination).ifPresent(other -> {
            throw SharedDestinations.refused(List.of(table, other), destination);
        });
    }

    /**
     * Rows of a copy that did not end go, also those whose commit is still under way; those that somebody else put there only
     * where the job says so.
     */
    private void emptyOfRest(TableName table) throws SQLException {
        boolean ours = progress.isCopying(table);
        Catalog catalog = new Catalog(session);
        boolean rows = catalog.hasRows(catalog.require(routes.of(table)));
        if (!ours && !rows) {
            return;
        }
        if (!ours && job.settings().runtime().copy().rows() == ExistingRows.KEEP) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The destination table " + routes.of(table) + " has rows already",
                    "Empty it, or set dst.offline.truncate to true; if they are the source's own, start with"
                            + " --from-lsn at the position that they show",
                    null);
        }
        maker.empty(routes.of(table));
    }

    /** Forgets a copy within the transaction that is under way, with its rows and the table that was made for it. */
    void supersede(TableName table) throws SQLException {
        TableName destination = routes.of(table);
        if (new Catalog(session).find(destination).isPresent()) {
            maker.empty(destination);
        }
        abandon(table);
    }

    /**
     * Forgets a copy within the transaction that is under way. The table goes that was made for it, unless somebody has put
     * rows in it, or another copy goes there.
     *
     * @return the table, if it stays
     */
    Optional<TableName> abandon(TableName table) throws SQLException {
        Optional<TableName> destination =
                Optional.ofNullable(progress.destinations().get(table));
        Optional<Long> made = progress.made(table);
        progress.leave(table);
        if (destination.isPresent() && made.isPresent()) {
            dropEmpty(destination.get(), made.get());
        }
        return destination.filter(name -> new Catalog(session).find(name).isPresent());
    }

    private void dropEmpty(TableName table, long oid) throws SQLException {
        String name = Quoting.table(table);
        session.execute("DO "
                + Quoting.literal(DROP_EMPTY
                        .replace("@same", "to_regclass(" + Quoting.literal(name) + ")::oid = " + oid + "::oid")
                        .replace("@wanted", progress.wants(table))
                        .replace("@table", name)));
    }
}
