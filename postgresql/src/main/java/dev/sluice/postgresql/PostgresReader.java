package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.SplitPlan;
import dev.sluice.preflight.Finding;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables or queries. One connection owns the transaction whose snapshot all channels import
 * ({@code pg_export_snapshot}); it stays open until the reader is closed.
 */
final class PostgresReader implements Reader {
    private final PgServer server;
    private final PostgresReaderOptions options;
    private final Sessions sessions;
    private @Nullable PgSession owner;
    private @Nullable Described described;

    /** The queries and the columns that all of them give. */
    private record Described(List<SourceQuery> queries, RowSchema schema) {}

    PostgresReader(PgServer server, PostgresReaderOptions options) {
        this.server = server;
        this.options = options;
        this.sessions = new Sessions(server, Side.SOURCE);
    }

    @Override
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.ok("source connection", server.describe(owner())));
            Described all = described();
            String columns = all.schema().columns().stream()
                    .map(column -> column.name() + " " + column.type().name())
                    .collect(Collectors.joining(", "));
            findings.add(Finding.ok(
                    "source columns",
                    all.queries().stream().map(SourceQuery::label).collect(Collectors.joining(", ")) + ": " + columns));
        } catch (SyncException e) {
            findings.add(Finding.failed(
                    findings.isEmpty() ? "source connection" : "source columns",
                    String.valueOf(e.getMessage()),
                    e.hint().orElse("Look into the server's log")));
        }
        return findings;
    }

    @Override
    public RowSchema schema() {
        return described().schema();
    }

    @Override
    public Set<RowFormat> formats() {
        return EnumSet.allOf(RowFormat.class);
    }

    @Override
    public SplitPlan plan(int channels) {
        Described all = described();
        PgSession session = owner();
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            Optional<String> snapshot = Optional.empty();
            if (options.consistency() == Consistency.SNAPSHOT) {
                snapshot = session.queryVerbatim("SELECT pg_export_snapshot()", row -> row.getString(1)).stream()
                        .findFirst();
            }
            return new SplitPlanner(session, options, all.schema()).plan(all.queries(), channels, snapshot);
        } catch (SQLException e) {
            throw session.failed(e, "The source's snapshot cannot be taken");
        }
    }

    @Override
    public RowSource source(RowFormat format) {
        return new CopyRowSource(sessions, format);
    }

    @Override
    public void cancel() {
        sessions.cancel();
    }

    @Override
    public void close() {
        sessions.close();
    }

    private PgSession owner() {
        PgSession session = owner;
        if (session == null) {
            session = sessions.open();
            owner = session;
        }
        return session;
    }

    private Described described() {
        Described known = described;
        if (known == null) {
            known = describe(new SourceQueries(owner(), options));
            described = known;
        }
        return known;
    }

    private static Described describe(SourceQueries source) {
        List<SourceQuery> queries = source.resolve();
        RowSchema schema = source.describe(queries.get(0));
        for (SourceQuery other : queries.subList(1, queries.size())) {
            requireSameTypes(queries.get(0), schema, other, source.describe(other));
        }
        return new Described(queries, schema);
    }

    private static void requireSameTypes(
            SourceQuery first, RowSchema schema, SourceQuery other, RowSchema otherSchema) {
        if (!oids(schema).equals(oids(otherSchema))) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    other.label() + " does not have the same column types as " + first.label(),
                    "Name the columns in column, or read the tables in jobs of their own",
                    null);
        }
    }

    private static List<Integer> oids(RowSchema schema) {
        return schema.columns().stream().map(column -> column.type().oid()).toList();
    }
}
