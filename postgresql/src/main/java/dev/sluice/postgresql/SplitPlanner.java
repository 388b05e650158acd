package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.row.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses by what a read is divided. */
final class SplitPlanner {
    /** The first version that finds a range of ctid without reading the whole table. */
    private static final int TID_RANGE_SCAN = 14;

    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

    private final PgSession session;
    private final Catalog catalog;
    private final KeyCuts keyCuts;
    private final PostgresReaderOptions options;
    private final RowSchema schema;

    /** {@code session} is in the transaction whose snapshot the channels read. */
    SplitPlanner(PgSession session, PostgresReaderOptions options, RowSchema schema) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.keyCuts = new KeyCuts(session);
        this.options = options;
        this.schema = schema;
    }

    SplitPlan plan(List<SourceQuery> queries, int channels, Optional<String> snapshot) {
        OptionalLong rows = estimate(queries);
        int wanted = channels == 1 ? 1 : Math.max(1, channels * options.splitFactor() / queries.size());
        List<Split> splits = new ArrayList<>();
        Set<String> methods = new LinkedHashSet<>();
        for (SourceQuery query : queries) {
            Cut cut = cut(query, wanted);
            methods.add(cut.method());
            cut.parts()
                    .forEach(part -> splits.add(new PostgresSplit(part.label(), part.select(), snapshot.orElse(null))));
        }
        return new SplitPlan(splits, String.join("; ", methods), rows);
    }

    private Cut cut(SourceQuery query, int wanted) {
        if (wanted == 1) {
            return Cut.whole(query, "one channel reads everything");
        }
        if (options.splitPk().isPresent()) {
            return bySplitPk(query, options.splitPk().get(), wanted);
        }
        if (query.relation().isEmpty()) {
            return Cut.whole(query, "one channel reads: a querySql is divided by splitPk only");
        }
        return byStorage(query, query.relation().get(), wanted);
    }

    private Cut bySplitPk(SourceQuery query, String written, int wanted) {
        KeyCuts.SplitKey key = splitKey(query, written);
        Optional<Relation> relation = query.relation();
        boolean scansEverything = relation.isPresent()
                && isCuttableByPage(relation.get())
                && !catalog.leadsIndex(relation.get(), NamePath.parse(written).last());
        if (scansEverything) {
            Cut cut = CtidCuts.cut(query, relation.get().pages(), wanted);
            return new Cut(cut.parts(), cut.method() + ", since no index leads with " + key.quoted());
        }
        return keyCuts.cut(query, key, wanted);
    }

    private KeyCuts.SplitKey splitKey(SourceQuery query, String written) {
        if (query.relation().isPresent()) {
            return key(query.relation().get(), written)
                    .orElseThrow(() -> new SyncException(
                            ErrorCode.PREFLIGHT_FAILED,
                            "splitPk " + written + " is no column of " + query.label(),
                            "Name a column of it, best the first one of its primary key",
                            null));
        }
        String name = NamePath.parse(written).last();
        return schema.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(column -> new KeyCuts.SplitKey(
                        Quoting.identifier(column.name()), column.type().name(), true))
                .orElseThrow(() -> new SyncException(
                        ErrorCode.PREFLIGHT_FAILED,
                        "splitPk " + written + " is no column that querySql gives",
                        "Add it to the select list of querySql or name one that is there",
                        null));
    }

    private static Optional<KeyCuts.SplitKey> key(Relation relation, String written) {
        return relation.column(written)
                .map(column ->
                        new KeyCuts.SplitKey(column.quoted(), column.type().name(), !column.notNull()));
    }

    private Cut byStorage(SourceQuery query, Relation relation, int wanted) {
        if (isCuttableByPage(relation)) {
            return CtidCuts.cut(query, relation.pages(), wanted);
        }
        if (relation.kind() == RelationKind.PARTITIONED_TABLE) {
            List<Relation> leaves = catalog.readableLeaves(relation);
            if (!leaves.isEmpty()) {
                return byPartition(query, leaves, wanted);
            }
        }
        List<String> primaryKey = catalog.primaryKey(relation);
        if (!primaryKey.isEmpty()) {
            return keyCuts.cut(
                    query, key(relation, Quoting.identifier(primaryKey.get(0))).orElseThrow(), wanted);
        }
        return Cut.whole(
                query,
                "one channel reads: " + relation.label() + " is a "
                        + relation.kind().label() + " without primary key; name a splitPk to use more");
    }

    private Cut byPartition(SourceQuery query, List<Relation> leaves, int wanted) {
        long pages = leaves.stream().mapToLong(Relation::pages).sum();
        List<Cut.Part> parts = new ArrayList<>();
        for (Relation leaf : leaves) {
            int share = pages == 0 ? 1 : (int) Math.max(1, wanted * leaf.pages() / pages);
            parts.addAll(cutLeaf(query.ofPartition(leaf), leaf, share).parts());
        }
        return new Cut(parts, "the " + leaves.size() + " partitions of " + query.label());
    }

    private Cut cutLeaf(SourceQuery query, Relation leaf, int wanted) {
        return wanted > 1 && isCuttableByPage(leaf)
                ? CtidCuts.cut(query, leaf.pages(), wanted)
                : Cut.whole(query, "a partition at a time");
    }

    private boolean isCuttableByPage(Relation relation) {
        return relation.kind().hasPages()
                && session.majorVersion() >= TID_RANGE_SCAN
                && catalog.isReadableAsWhole(relation);
    }

    /** Asks the server's planner; it also locks the tables against being rewritten until the transaction ends. */
    private OptionalLong estimate(List<SourceQuery> queries) {
        long sum = 0;
        for (SourceQuery query : queries) {
            try {
                String plan = String.join(
                        "\n", session.queryVerbatim("EXPLAIN (FORMAT JSON) " + query.all(), row -> row.getString(1)));
                Matcher rows = PLAN_ROWS.matcher(plan);
                sum += rows.find() ? Long.parseLong(rows.group(1)) : 0;
            } catch (SQLException e) {
                throw session.failed(e, "The source cannot plan the reading of " + query.label());
            }
        }
        return OptionalLong.of(sum);
    }
}
