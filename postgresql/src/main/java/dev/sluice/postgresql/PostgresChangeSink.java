package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ExtraColumns;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Writer;
import dev.sluice.job.Endpoint;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Relations;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.row.Column;
import dev.sluice.row.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The destination of a real-time job: its tables, and the job's row in {@link ProgressTable}. */
final class PostgresChangeSink implements ChangeSink {
    /** So long a table is waited for that others may use: longer than it takes until an autovacuum gives way. */
    private static final String LOCK_LIMIT = "'2s'";

    private final PgServer server;
    private final RealtimeJob job;
    private final String dataSource;
    private final SinkSession session;
    private final Routes routes;
    private final Durability durability;
    private volatile String ownDatabase = "";
    private volatile @Nullable JobLock lock;
    private @Nullable ProgressTable progress;
    private @Nullable SetApplier applier;

    /** {@code dataSource} is the name of the destination's data source. */
    PostgresChangeSink(PgServer server, RealtimeJob job, String dataSource, Durability durability) {
        this.server = server;
        this.job = job;
        this.dataSource = dataSource;
        this.durability = durability;
        this.routes = new Routes(job);
        this.session = new SinkSession(server);
    }

    @Override
    public List<Finding> check(List<SourceTable> tables) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok("destination connection", server.describe(owner())));
            route(tables);
            findings.addAll(
                    new MissingTables(owner(), job.settings().runtime().copy().schemas()).check(routes.known()));
            findings.addAll(new MovedTables(progressTable(), routes).find());
            findings.addAll(SharedDestinations.find(
                    routes.known(), progressTable().destinations().keySet()));
            findings.addAll(ruleChecks().ofDestination(routes.known()));
        } catch (SyncException e) {
            findings.add(Finding.failed(findings.isEmpty() ? "destination connection" : "destination tables", e));
        }
        return findings;
    }

    private RuleChecks ruleChecks() {
        return new RuleChecks(owner(), job, routes.database(), ownDatabase);
    }

    private void route(List<SourceTable> tables) {
        ownDatabase = owner().database();
        routes.add(tables);
    }

    @Override
    public Optional<String> awaitEarlier() {
        return jobLock().awaitWriters().map(holder -> "the destination's session " + holder);
    }

    private JobLock jobLock() {
        return new JobLock(owner(), job.identity().id());
    }

    @Override
    public void prepare(List<SourceTable> tables) {
        JobLock taken = jobLock();
        taken.take();
        lock = taken;
        route(tables);
        session.attempt(
                "The progress cannot be kept at the destination",
                () -> progressTable().create());
    }

    @Override
    public List<SourceTable> missing(List<SourceTable> tables) {
        route(tables);
        Catalog catalog = new Catalog(owner());
        return tables.stream()
                .filter(table -> catalog.find(routes.of(table.name())).isEmpty())
                .toList();
    }

    @Override
    public boolean hasRows(TableName table) {
        Catalog catalog = new Catalog(owner());
        return catalog.find(routes.of(table)).filter(catalog::hasRows).isPresent();
    }

    @Override
    public void create(SourceTable table, TableDefinition definition) {
        session.requireNotCancelled();
        maker().make(
                        routes.of(table.name()),
                        definition.keyed(routes.rules(table.name()).key()),
                        extras(table.name()));
        requireRules(table.name());
    }

    /** A table that came behind the checks of a start, or was missing then, has met none. */
    private void requireRules(TableName table) {
        Finding.require(ruleChecks().ofDestination(Map.of(table, routes.of(table))));
    }

    @Override
    public List<ExtraColumn> extras(TableName table) {
        return new ExtraColumns(job, routes.database(), ownDatabase).of(table);
    }

    private TableMaker maker() {
        return new TableMaker(owner(), job.settings().columnTypes());
    }

    @Override
    public Progress progress() {
        return progressTable().read();
    }

    @Override
    public void start(Lsn position, List<TableName> toCopy) {
        session.inTransaction(
                "The beginning cannot be noted at the destination",
                () -> progressTable().start(position, toCopy));
    }

    @Override
    public Writer writer(TableName table, RowSchema source) {
        PostgresWriterOptions options = new PostgresWriterOptions(
                new Relations(new Endpoint.Named(dataSource), List.of(Quoting.table(routes.of(table))), List.of()),
                source.columns().stream()
                        .map(Column::name)
                        .map(Quoting::identifier)
                        .toList(),
                List.of(),
                List.of(),
                WriteMode.COPY,
                NulByte.REJECT);
        return new PostgresWriter(server, options, this::admit);
    }

    private void admit(PgSession writer) throws SQLException {
        Objects.requireNonNull(lock).admit(writer);
        ApplyRole.take(writer);
    }

    @Override
    public void copying(TableName table, TableDefinition definition) {
        session.inTransaction(
                "The first copy of " + table + " cannot begin",
                () -> unendedCopies().begin(table, definition, extras(table)));
        requireRules(table);
    }

    @Override
    public Optional<TableName> abandon(TableName table) {
        List<TableName> left = new ArrayList<>();
        session.inTransaction(
                "The copy of " + table + " cannot be forgotten",
                () -> unendedCopies().abandon(table).ifPresent(left::add));
        return left.stream().findFirst();
    }

    @Override
    public void supersede(TableName table) {
        session.inTransaction(
                "The copy of an earlier " + table + " cannot be forgotten",
                () -> unendedCopies().supersede(table));
    }

    @Override
    public void redefine(Redefinition redefinition) {
        session.inTransaction(
                "The table " + redefinition.table() + " cannot follow its source",
                () -> redefiner().apply(redefinition));
        requireRules(redefinition.table());
    }

    @Override
    public List<String> advance(TableName table, List<SequenceValue> sequences) {
        session.requireNotCancelled();
        return new Sequences(owner()).advance(routes.of(table), sequences);
    }

    @Override
    public void copied(TableName table, Lsn position, TableDefinition definition) {
        session.attempt(
                "The end of the first copy of " + table + " cannot be noted",
                () -> progressTable().copied(table, position, definition.text()));
    }

    @Override
    public void arriving(TableName table, TableDefinition definition) {
        session.attempt(
                "The copy of " + table + " cannot be noted",
                () -> progressTable().copying(table, definition.text()));
    }

    @Override
    public void arrived(TableName table, Lsn position) {
        session.attempt(
                "The end of the copy of " + table + " cannot be noted",
                () -> progressTable().arrived(table, position));
    }

    @Override
    public void empty(TableName table) {
        session.inTransaction(emptying(table), () -> emptyNow(table));
    }

    private static String emptying(TableName table) {
        return "The table " + table + " cannot be emptied";
    }

    private void emptyNow(TableName table) throws SQLException {
        maker().empty(routes.of(table));
        progressTable().incomplete(table);
    }

    /** Whoever comes after us waits for our lock too, as long as we wait for it. */
    @Override
    public Optional<String> emptyIfUnused(TableName table) {
        try {
            session.inTransaction(emptying(table), () -> {
                owner().execute("SET LOCAL lock_timeout = " + LOCK_LIMIT);
                emptyNow(table);
            });
            return Optional.empty();
        } catch (SyncException e) {
            if (!(e.getCause() instanceof SQLException cause) || !PgErrors.isLockTimeout(cause)) {
                throw e;
            }
            return Optional.of(new Obstacles(owner()).holders(new Catalog(owner()).require(routes.of(table))));
        }
    }

    @Override
    public void drop(TableName table) {
        session.inTransaction("The table of the source's " + table + " cannot be dropped", () -> {
            maker().drop(routes.of(table));
            progressTable().leave(table);
        });
    }

    @Override
    public void leave(TableName table) {
        session.attempt(
                "The table " + table + " cannot be left", () -> progressTable().leave(table));
    }

    @Override
    public void rename(List<TableRename> renames) {
        session.inTransaction("Tables cannot get the names that the source's have got", () -> {
            Map<TableName, TableName> names = new HashMap<>();
            Map<TableName, TableName> own = new HashMap<>();
            for (TableRename rename : renames) {
                names.put(rename.from(), rename.to().name());
                own.put(routes.of(rename.from()), routes.of(rename.to().name()));
            }
            maker().rename(own);
            progressTable().rename(names);
        });
    }

    @Override
    public void apply(ChangeBatch changes) {
        session.attempt("The destination refused changes", () -> applier().apply(changes));
    }

    @Override
    public boolean canRollBack() {
        return true;
    }

    @Override
    public void rollBack() {
        session.attempt("The destination did not roll back", () -> applier().rollBack());
    }

    @Override
    public boolean commit(Lsn position) {
        session.attempt("The destination did not commit", () -> {
            if (applier().isSmall() && durability.mayCommitAsynchronously()) {
                applier().commit(ProgressTable.advanceAsynchronously(position));
                durability.committedAsynchronously();
            } else {
                applier().commit(ProgressTable.advance(position));
                durability.flushed();
            }
        });
        return durability.isReached();
    }

    @Override
    public long missedRows() {
        SetApplier known = applier;
        return known == null ? 0 : known.missed();
    }

    @Override
    public List<String> forget() {
        List<String> gone = new ArrayList<>();
        session.attempt(
                "The progress cannot be forgotten",
                () -> gone.addAll(progressTable().forget()));
        return gone;
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
    }

    private ProgressTable progressTable() {
        ProgressTable table = progress;
        if (table == null) {
            table = new ProgressTable(owner(), job.identity().id(), routes);
            progress = table;
        }
        return table;
    }

    private UnendedCopies unendedCopies() {
        return new UnendedCopies(owner(), job, maker(), progressTable(), routes);
    }

    private Redefiner redefiner() {
        return new Redefiner(owner(), maker(), progressTable(), routes.known());
    }

    private SetApplier applier() throws SQLException {
        SetApplier known = applier;
        if (known == null) {
            ApplyRole role = ApplyRole.take(owner());
            progressTable().prepareToAdvance();
            known = new SetApplier(
                    owner(),
                    new AppliedTables(owner(), role, routes.known(), routes::rules, server.timeZone()),
                    redefiner(),
                    job.settings().channel().conflict());
            applier = known;
        }
        return known;
    }

    private PgSession owner() {
        return session.get();
    }
}
