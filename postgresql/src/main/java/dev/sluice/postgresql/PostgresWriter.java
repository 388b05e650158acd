package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
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
    private final PgServer server;
    private final PostgresWriterOptions options;
    private final Sessions sessions;
    private @Nullable PgSession owner;
    private volatile @Nullable TargetTable target;

    PostgresWriter(PgServer server, PostgresWriterOptions options) {
        this.server = server;
        this.options = options;
        this.sessions = new Sessions(server, Side.DESTINATION);
    }

    @Override
    public List<Finding> check(RowSchema source) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok("destination connection", server.describe(owner())));
            TargetTable table = target(source, owner());
            findings.add(Finding.ok(
                    "destination table",
                    table.relation().kind().label() + " " + table.relation().label() + " "
                            + (table.loading() == TargetTable.Loading.DIRECT
                                    ? "takes rows by COPY"
                                    : "takes rows by INSERT from a temporary table")));
            findings.addAll(new TargetChecks(owner(), table, source).run());
        } catch (SyncException e) {
            findings.add(Finding.failed(
                    findings.isEmpty() ? "destination connection" : "destination table",
                    String.valueOf(e.getMessage()),
                    e.hint().orElse("Look into the server's log")));
        }
        return findings;
    }

    @Override
    public RowSchema target(RowSchema source) {
        return target(source, owner()).schema();
    }

    private TargetTable target(RowSchema source, PgSession session) {
        TargetTable known = target;
        if (known == null) {
            known = new TargetTables(session, options).resolve(source);
            target = known;
        }
        return known;
    }

    @Override
    public Set<RowFormat> formats() {
        return EnumSet.allOf(RowFormat.class);
    }

    @Override
    public void prepare() {
        run("preSql", options.preSql());
    }

    @Override
    public void finish() {
        run("postSql", options.postSql());
    }

    private void run(String key, List<String> statements) {
        for (int i = 0; i < statements.size(); i++) {
            sessions.requireNotCancelled();
            try {
                owner().execute(statements
                        .get(i)
                        .replace("@table", known().relation().quoted()));
            } catch (SQLException e) {
                throw owner().failed(e, key + " statement " + (i + 1) + " failed");
            }
        }
    }

    @Override
    public RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected) {
        TargetTable table = known();
        PgSession session = sessions.open();
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
