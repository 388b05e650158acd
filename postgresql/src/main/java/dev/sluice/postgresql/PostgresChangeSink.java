package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.Time;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The destination of a real-time job: its tables, and the job's row in {@link ProgressTable}. */
final class PostgresChangeSink implements ChangeSink {
    /** So long an answer may be on its way. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private final PgServer server;
    private final RealtimeJob job;
    private final String dataSource;
    private final Sessions sessions;
    private final Routes routes;
    private final Durability durability;
    private volatile String ownDatabase = "";
    private volatile @Nullable JobLock lock;
    private @Nullable PgSession owner;
    private @Nullable HalfOpenWatch watch;
    private @Nullable ProgressTable progress;
    private @Nullable SetApplier applier;

    /** {@code dataSource} is the name of the destination's data source. */
    PostgresChangeSink(PgServer server, RealtimeJob job, String dataSource, Durability durability) {
        this.server = server;
        this.job = job;
        this.dataSource = dataSource;
        this.durability = durability;
        this.routes = new Routes(job);
        this.sessions = new Sessions(server, Side.DESTINATION);
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
            findings.addAll(new RuleChecks(owner(), job, routes.database(), ownDatabase)
                    .ofDestination(
                            routes.known(), progressTable().destinations().keySet()));
        } catch (SyncException e) {
            findings.add(Finding.failed(findings.isEmpty() ? "destination connection" : "destination tables", e));
        }
        return findings;
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
        attempt(
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
    public void create(SourceTable table, TableDefinition definition) {
        sessions.requireNotCancelled();
        maker().make(
                        routes.of(table.name()),
                        definition.keyed(routes.rules(table.name()).key()),
                        extras(table.name()));
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
        inTransaction(
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
        inTransaction(
                "The first copy of " + table + " cannot begin",
                () -> unendedCopies().begin(table, definition, extras(table)));
    }

    @Override
    public Optional<TableName> abandon(TableName table) {
        List<TableName> left = new ArrayList<>();
        inTransaction(
                "The copy of " + table + " cannot be forgotten",
                () -> unendedCopies().abandon(table).ifPresent(left::add));
        return left.stream().findFirst();
    }

    @Override
    public void supersede(TableName table) {
        inTransaction(
                "The copy of an earlier " + table + " cannot be forgotten",
                () -> unendedCopies().supersede(table));
    }

    @Override
    public void redefine(Redefinition redefinition) {
        inTransaction(
                "The table " + redefinition.table() + " cannot follow its source",
                () -> redefiner().apply(redefinition));
    }

    @Override
    public List<String> advance(TableName table, List<SequenceValue> sequences) {
        sessions.requireNotCancelled();
        return new Sequences(owner()).advance(routes.of(table), sequences);
    }

    @Override
    public void copied(TableName table, Lsn position, TableDefinition definition) {
        attempt(
                "The end of the first copy of " + table + " cannot be noted",
                () -> progressTable().copied(table, position, definition.text()));
    }

    @Override
    public void arriving(TableName table, TableDefinition definition) {
        attempt(
                "The copy of " + table + " cannot be noted",
                () -> progressTable().copying(table, definition.text()));
    }

    @Override
    public void arrived(TableName table, Lsn position) {
        attempt(
                "The end of the copy of " + table + " cannot be noted",
                () -> progressTable().arrived(table, position));
    }

    @Override
    public void empty(TableName table) {
        inTransaction("The table " + table + " cannot be emptied", () -> {
            maker().empty(routes.of(table));
            progressTable().incomplete(table);
        });
    }

    @Override
    public void drop(TableName table) {
        inTransaction("The table of the source's " + table + " cannot be dropped", () -> {
            maker().drop(routes.of(table));
            progressTable().leave(table);
        });
    }

    @Override
    public void leave(TableName table) {
        attempt("The table " + table + " cannot be left", () -> progressTable().leave(table));
    }

    @Override
    public void rename(List<TableRename> renames) {
        inTransaction("Tables cannot get the names that the source's have got", () -> {
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

    /** A replica takes the rows of a table alone, and none of a table that refers to it. */
    private void inTransaction(String failure, Attempt attempt) {
        attempt(failure, () -> {
            ApplyRole.take(owner());
            owner().execute("BEGIN ISOLATION LEVEL READ COMMITTED");
            try {
                attempt.run();
                owner().execute("COMMIT");
            } catch (SQLException | SyncException e) {
                rollBack(e);
                throw e;
            }
        });
    }

    /** Of a session that is gone nothing is left. */
    private void rollBack(Exception reason) {
        try {
            owner().execute("ROLLBACK");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void apply(ChangeBatch changes) {
        attempt("The destination refused changes", () -> applier().apply(changes));
    }

    @Override
    public boolean canRollBack() {
        return true;
    }

    @Override
    public void rollBack() {
        attempt("The destination did not roll back", () -> applier().rollBack());
    }

    @Override
    public boolean commit(Lsn position) {
        attempt("The destination did not commit", () -> {
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
        attempt(
                "The progress cannot be forgotten",
                () -> gone.addAll(progressTable().forget()));
        return gone;
    }

    /** Something that a server is asked to do. */
    private interface Attempt {
        void run() throws SQLException;
    }

    private void attempt(String failure, Attempt attempt) {
        sessions.requireNotCancelled();
        HalfOpenWatch watching = watch();
        watching.begin();
        try {
            attempt.run();
        } catch (SQLException e) {
            throw owner().failed(e, failure);
        } finally {
            watching.end();
        }
    }

    private HalfOpenWatch watch() {
        HalfOpenWatch known = watch;
        if (known == null) {
            known = new HalfOpenWatch(owner(), sessions, ANSWER_LIMIT, Time.system());
            watch = known;
        }
        return known;
    }

    @Override
    public void cancel() {
        sessions.cancel();
    }

    @Override
    public void close() {
        HalfOpenWatch known = watch;
        if (known != null) {
            known.close();
        }
        sessions.close();
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
        PgSession session = owner;
        if (session == null) {
            session = sessions.open();
            owner = session;
        }
        return session;
    }
}
