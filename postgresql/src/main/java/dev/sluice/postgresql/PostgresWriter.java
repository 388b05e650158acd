package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.connector.Incoming;
import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
import dev.sluice.row.Dialect;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one table. Statements before and after run on a connection of their own, each committed by itself. */
final class PostgresWriter implements Writer {
    private static final String TABLE = "destination table";

    private final PgServer server;
    private final PostgresWriterOptions options;
    private final Greeting greeting;
    private final Sessions sessions;
    private @Nullable PgSession owner;
    private boolean prepared;
    private volatile @Nullable TargetTable target;

    /** What is said to the server first, on each connection that brings rows. */
    interface Greeting {
        void say(PgSession session) throws SQLException;
    }

    PostgresWriter(PgServer server, PostgresWriterOptions options) {
        this(server, options, session -> {});
    }

    PostgresWriter(PgServer server, PostgresWriterOptions options, Greeting greeting) {
        this.server = server;
        this.options = options;
        this.greeting = greeting;
        this.sessions = new Sessions(server, Side.DESTINATION);
    }

    @Override
    public List<Finding> check(Incoming incoming) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok("destination connection", server.describe(owner())));
            findings.addAll(new DestinationChecks(owner(), options).ofServer(incoming.channels()));
            if (isYetToBeMade()) {
                findings.add(Finding.unknown(
                        TABLE,
                        "there is no table " + options.table() + " yet; if preSql makes it, it is looked at then"));
            } else {
                check(target(incoming.schema(), owner()), incoming, findings);
            }
        } catch (SyncException e) {
            findings.add(Finding.failed(findings.isEmpty() ? "destination connection" : TABLE, e));
        }
        return findings;
    }

    private void check(TargetTable table, Incoming incoming, List<Finding> findings) {
        findings.add(Finding.ok(
                TABLE,
                table.relation().kind().label() + " " + table.relation().label() + " "
                        + (table.loading() == TargetTable.Loading.DIRECT
                                ? "takes rows as they come"
                                : "takes rows from a temporary table")));
        findings.addAll(new TargetChecks(owner(), table, incoming.schema()).run());
        if (!options.mayMakeTable()) {
            findings.addAll(new TargetRows(owner(), table).run());
        }
        findings.addAll(new DestinationChecks(owner(), options).ofTable(table.relation(), incoming));
    }

    /** Statements before the first row may make the table, as they may replace one that is there. */
    private boolean isYetToBeMade() {
        return !prepared
                && options.mayMakeTable()
                && new Catalog(owner()).find(options.name()).isEmpty();
    }

    @Override
    public RowSchema target(RowSchema source) {
        return isYetToBeMade() ? source : target(source, owner()).schema();
    }

    private TargetTable target(RowSchema source, PgSession session) {
        TargetTable known = target;
        if (known == null) {
            known = new TargetTables(session, options).resolve(source);
            if (prepared) {
                Finding.require(new TargetChecks(session, known, source).run());
                Finding.require(new TargetRows(session, known).run());
            }
            target = known;
        }
        return known;
    }

    @Override
    public Set<RowFormat> formats() {
        TargetTable known = target;
        return known == null || known.loading() == TargetTable.Loading.STAGED
                ? EnumSet.allOf(RowFormat.class)
                : known.formats();
    }

    @Override
    public Optional<Dialect> dialect() {
        return Optional.of(owner().dialect());
    }

    @Override
    public void reserve(int sinks) {
        sessions.reserve(sinks);
    }

    @Override
    public void prepare() {
        run(options.preSql(), "preSql");
        target = null;
        prepared = true;
    }

    @Override
    public void finish() {
        run(options.postSql(), "All rows are in the destination, but postSql");
    }

    private void run(List<String> statements, String what) {
        for (int i = 0; i < statements.size(); i++) {
            sessions.requireNotCancelled();
            try {
                owner().execute(statements.get(i).replace("@table", quotedTable()));
            } catch (SQLException e) {
                throw owner().failed(e, what + " statement " + (i + 1) + " failed");
            }
        }
    }

    private String quotedTable() {
        TargetTable known = target;
        return known == null ? options.name().quoted() : known.relation().quoted();
    }

    @Override
    public RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected) {
        PgSession session = takeForRows();
        RowSink sink = sink(session, format, pool, rejected);
        if (SingleByteCleaner.isNeeded(schema, format)) {
            sink = new CleaningSink(sink, new SingleByteCleaner(schema, session.majorVersion()));
        }
        return options.nulByte() == NulByte.REJECT
                ? sink
                : new CleaningSink(sink, new NulCleaner(options.nulByte(), schema, format));
    }

    private RowSink sink(PgSession session, RowFormat format, BatchPool pool, RejectedRows rejected) {
        TargetTable table = known();
        if (table.loading() == TargetTable.Loading.STAGED) {
            return new PostgresSink(
                    sessions,
                    session,
                    new StagedLoader(session, table, format),
                    Optional.empty(),
                    table,
                    pool,
                    rejected);
        }
        Loader loader = new CopyLoader(
                session,
                table.relation().quoted() + " " + table.columnList(),
                table.relation().name(),
                format);
        Sieve sieve = new Sieve(session, table, loader, format);
        return new PostgresSink(sessions, session, loader, Optional.of(sieve), table, pool, rejected);
    }

    private PgSession takeForRows() {
        PgSession session = sessions.take();
        try {
            greeting.say(session);
            return session;
        } catch (SQLException e) {
            throw session.failed(e, "The destination does not prepare for rows");
        }
    }

    @Override
    public List<String> obstacles() {
        return sessions.obstacles();
    }

    @Override
    public void cancel() {
        sessions.cancel();
    }

    @Override
    public void close() {
        sessions.close();
    }

    private TargetTable known() {
        TargetTable known = target;
        if (known == null) {
            throw new IllegalStateException("The target is asked for before rows are written");
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
