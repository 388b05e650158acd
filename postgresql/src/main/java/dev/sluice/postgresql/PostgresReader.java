package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.SplitPlan;
import dev.sluice.preflight.Finding;
import dev.sluice.row.Dialect;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables or queries. One connection owns the transaction whose {@link SharedSnapshot} all channels import; it stays
 * open until the reader is closed.
 */
final class PostgresReader implements Reader {
    /** How often a plan is given up because somebody waits to change what is read. */
    private static final int MOST_ATTEMPTS = 10;

    private final PgServer server;
    private final PostgresReaderOptions options;
    private final Optional<String> givenSnapshot;
    private final Sessions sessions;
    private @Nullable PgSession owner;
    private @Nullable Described described;
    private volatile @Nullable SharedSnapshot snapshot;

    /** The queries and the columns that all of them give. */
    private record Described(List<SourceQuery> queries, RowSchema schema) {}

    PostgresReader(PgServer server, PostgresReaderOptions options) {
        this(server, options, Optional.empty());
    }

    /** {@code givenSnapshot} is one that somebody else has exported and keeps, in which nobody changes the tables' definitions. */
    PostgresReader(PgServer server, PostgresReaderOptions options, Optional<String> givenSnapshot) {
        this.server = server;
        this.options = options;
        this.givenSnapshot = givenSnapshot;
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
            findings.add(Finding.ok("source columns", labels(all) + ": " + columns));
            findings.addAll(new SourceChecks(owner(), all.queries()).run());
        } catch (SyncException e) {
            findings.add(Finding.failed(findings.isEmpty() ? "source connection" : "source columns", e));
        }
        return findings;
    }

    @Override
    public RowSchema schema() {
        return described().schema();
    }

    @Override
    public Set<String> origins() {
        Catalog catalog = new Catalog(owner());
        try {
            return described().queries().stream()
                    .flatMap(query -> query.relation().stream())
                    .map(catalog::place)
                    .collect(Collectors.toSet());
        } catch (SyncException e) {
            // Who may not ask for the server's identity can do everything else.
            return Set.of();
        }
    }

    @Override
    public Optional<Dialect> dialect() {
        return Optional.of(owner().dialect());
    }

    @Override
    public Set<RowFormat> formats() {
        return EnumSet.allOf(RowFormat.class);
    }

    @Override
    public SplitPlan plan(int channels) {
        Described known = described();
        SharedSnapshot shared = new SharedSnapshot(sessions, owner(), givenSnapshot);
        snapshot = shared;
        try {
            for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
                Optional<SplitPlan> plan = plan(known, channels, shared);
                if (plan.isPresent()) {
                    return plan.get();
                }
                requireOwnSnapshot(known);
            }
        } catch (SQLException e) {
            throw owner().failed(e, "The source's snapshot cannot be taken");
        }
        throw new SyncException(
                ErrorCode.SOURCE_FAILED,
                "Other sessions keep changing the definition of what is read",
                "Look in pg_stat_activity for who waits for a lock on " + labels(known),
                null);
    }

    /** Whoever waits to change what is read gets his turn only when the keeper of a given snapshot lets go. */
    private void requireOwnSnapshot(Described known) {
        if (givenSnapshot.isPresent()) {
            throw new SyncException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Another session waits to change " + labels(known) + ", and gets its turn first",
                    null,
                    null);
        }
    }

    private Optional<SplitPlan> plan(Described known, int channels, SharedSnapshot shared) throws SQLException {
        shared.begin();
        SplitPlanner planner = new SplitPlanner(owner(), options, known.schema());
        OptionalLong rows = planner.estimate(known.queries());
        if (options.consistency() == Consistency.NONE) {
            SplitPlan plan = planner.plan(known.queries(), channels, rows, Optional.empty());
            shared.release();
            sessions.reserve(Math.min(channels, plan.splits().size()));
            return Optional.of(plan);
        }
        String name = shared.take();
        SplitPlan plan = planner.plan(unchanged(known), channels, rows, Optional.of(name));
        int sources = Math.min(channels, plan.splits().size());
        return shared.enlist(sources, name, known.queries()) ? Optional.of(plan) : Optional.empty();
    }

    /** Describes the queries again, now that nobody can change what they read any more. */
    private List<SourceQuery> unchanged(Described known) {
        Described now = describe(new SourceQueries(owner(), options));
        if (!now.schema().equals(known.schema())) {
            throw new SyncException(
                    ErrorCode.SOURCE_FAILED,
                    "The columns of " + labels(known) + " were changed while the run began",
                    "Run the job again",
                    null);
        }
        return now.queries();
    }

    private static String labels(Described described) {
        return described.queries().stream().map(SourceQuery::label).collect(Collectors.joining(", "));
    }

    @Override
    public RowSource source(RowFormat format) {
        SharedSnapshot shared = snapshot;
        return new CopyRowSource(sessions, shared == null ? Optional.empty() : shared.next(), format);
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

    private PgSession owner() {
        PgSession session = owner;
        if (session == null) {
            session = open();
            owner = session;
        }
        return session;
    }

    /** What the keeper of a given snapshot has locked is only waited for behind somebody who waits for the keeper. */
    private PgSession open() {
        PgSession session = sessions.open();
        if (givenSnapshot.isPresent()) {
            session.limitLockWaits(SharedSnapshot.LOCK_LIMIT);
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
