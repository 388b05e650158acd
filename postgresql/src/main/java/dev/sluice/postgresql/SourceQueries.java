package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Relations;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes queries of what a reader's options say, and has the server describe them. */
final class SourceQueries {
    private final PgSession session;
    private final Catalog catalog;
    private final PostgresReaderOptions options;

    SourceQueries(PgSession session, PostgresReaderOptions options) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.options = options;
    }

    /** Returns a query per table, or the user's own. */
    List<SourceQuery> resolve() {
        Relations relations = options.relations();
        if (!relations.queries().isEmpty()) {
            return IntStream.range(0, relations.queries().size())
                    .mapToObj(i -> SourceQuery.ofUser(
                            relations.queries().get(i),
                            relations.queries().size() == 1 ? "querySql" : "querySql " + (i + 1)))
                    .toList();
        }
        return relations.tables().stream().map(this::ofTable).toList();
    }

    private SourceQuery ofTable(String written) {
        Relation relation = catalog.find(NamePath.parse(written))
                .orElseThrow(() -> new MissingRelation(session, catalog)
                        .error(written, "Check the spelling and write the schema in front, as in public.orders"));
        List<String> items = new ArrayList<>();
        for (String entry : options.columns()) {
            items.addAll(items(relation, entry));
        }
        return SourceQuery.ofTable(relation, items, options.where());
    }

    private static List<String> items(Relation relation, String written) {
        if (written.strip().equals("*")) {
            return relation.columns().stream().map(RelationColumn::quoted).toList();
        }
        return List.of(relation.column(written).map(RelationColumn::quoted).orElse(written));
    }

    /** Returns the columns of {@code query}, which the server plans for it but does not run. */
    RowSchema describe(SourceQuery query) {
        try {
            List<String> labels = session.columnLabels(query.all());
            List<Long> types = types(query, labels.size());
            return new RowSchema(IntStream.range(0, labels.size())
                    .mapToObj(i -> new Column(labels.get(i), type(query, labels.get(i), types.get(i))))
                    .toList());
        } catch (SQLException e) {
            throw refused(query, e);
        }
    }

    private List<Long> types(SourceQuery query, int count) throws SQLException {
        if (count == 0) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    query.label() + " has no columns",
                    "Leave it out: there is nothing to read",
                    null);
        }
        String names = IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String oids = IntStream.range(0, count)
                .mapToObj(i -> "(pg_typeof(c" + i + ")::oid::int8)")
                .collect(Collectors.joining(", "));
        // A join with nothing gives one row of NULLs, whose types can be asked for without reading a row.
        return session.queryVerbatim(
                "SELECT unnest(ARRAY[" + oids + "]) FROM (VALUES (1)) AS one (x) LEFT JOIN (SELECT * FROM ("
                        + query.all() + "\n) AS query LIMIT 0) AS none (" + names + ") ON true",
                row -> row.getLong(1));
    }

    private ColumnType type(SourceQuery query, String label, long oid) {
        ColumnType described = catalog.type(oid);
        return query.relation().stream()
                .flatMap(relation -> relation.columns().stream())
                .filter(column -> column.name().equals(label) && column.type().oid() == described.oid())
                .map(RelationColumn::type)
                .findFirst()
                .orElse(described);
    }

    /** What of a query the server refuses, and its words about that alone. */
    private record Refusal(String place, String key, String written, SQLException reason) {}

    private SyncException refused(SourceQuery query, SQLException e) {
        Refusal refusal = blamed(query).orElse(new Refusal("", "column, where and querySql", "", e));
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                "The source does not accept the reading of " + query.label() + refusal.place() + ": "
                        + PgErrors.message(refusal.reason()),
                cure(query, refusal),
                e);
    }

    /** Finds the entry of {@code column}, or the condition, that the server does not even take alone. */
    private Optional<Refusal> blamed(SourceQuery query) {
        for (int i = 0; i < query.items().size(); i++) {
            String item = query.items().get(i);
            Optional<SQLException> reason = tried("SELECT " + item + "\n FROM " + query.from());
            if (reason.isPresent()) {
                return Optional.of(
                        new Refusal(" (column entry " + (i + 1) + ": " + item + ")", "column", item, reason.get()));
            }
        }
        return query.where()
                .flatMap(where -> tried("SELECT FROM " + query.from() + " WHERE (" + where + "\n)")
                        .map(reason -> new Refusal(" (where: " + where + ")", "where", "", reason)));
    }

    private Optional<SQLException> tried(String query) {
        try {
            session.execute("SELECT FROM (" + query + ") AS tried LIMIT 0");
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private String cure(SourceQuery query, Refusal refusal) {
        return switch (PgErrors.state(refusal.reason())) {
            case "42501" -> grants(query);
            case "42703" ->
                query.relation()
                        .map(relation -> relation.columnAdvice(refusal.written()))
                        .orElse("Check the names in querySql");
            case "55000" ->
                query.relation()
                        .filter(relation -> relation.kind() == RelationKind.MATERIALIZED_VIEW)
                        .map(relation -> "REFRESH MATERIALIZED VIEW " + relation.quoted())
                        .orElse("Check what querySql reads");
            default -> "Check " + refusal.key() + " of the reader";
        };
    }

    private String grants(SourceQuery query) {
        String to = " TO " + Quoting.identifier(session.user());
        if (query.relation().isEmpty()) {
            return "GRANT SELECT on the tables of the query" + to;
        }
        Relation relation = query.relation().get();
        List<String> grants = new ArrayList<>();
        if (!catalog.isUsable(relation.schema())) {
            grants.add("GRANT USAGE ON SCHEMA " + Quoting.identifier(relation.schema()) + to);
        }
        if (!catalog.isReadableAsWhole(relation)) {
            grants.add("GRANT SELECT ON " + relation.quoted() + to);
        }
        return grants.isEmpty()
                ? "Give " + session.user() + " the privilege that is missing"
                : String.join("; ", grants);
    }
}
