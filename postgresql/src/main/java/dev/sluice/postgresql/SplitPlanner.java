package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.postgresql.KeyCuts.SplitKey;
import dev.sluice.row.Column;
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

    /** Bytes beyond which a table of few pages is worth more splits than it has pages. */
    private static final long MUCH = 8L << 20;

    private static final String ONE_CHANNEL = "one channel reads everything";

    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

    private final PgSession session;
    private final Catalog catalog;
    private final KeyCuts keyCuts;
    private final PostgresReaderOptions options;
    private final RowSchema schema;

    /** {@code session} is in the transaction that owns the snapshot of the channels. */
    SplitPlanner(PgSession session, PostgresReaderOptions options, RowSchema schema) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.keyCuts = new KeyCuts(session);
        this.options = options;
        this.schema = schema;
    }

    SplitPlan plan(List<SourceQuery> queries, int channels, OptionalLong rows, Optional<String> snapshot) {
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
        if (options.splitPk().isPresent()) {
            return bySplitPk(query, options.splitPk().get(), wanted);
        }
        if (wanted == 1) {
            return Cut.whole(query, ONE_CHANNEL);
        }
        if (query.relation().isEmpty()) {
            return Cut.whole(query, "one channel reads: a querySql is divided by splitPk only");
        }
        return byStorage(query, query.relation().get(), wanted);
    }

    private Cut bySplitPk(SourceQuery query, String written, int wanted) {
        if (query.relation().isEmpty()) {
            Column column = columnOfQuery(written);
            // Behind a query there may be a foreign table that declares what it does not hold.
            SplitKey key = new SplitKey(
                    Quoting.identifier(column.name()), column.type().name(), KeyCuts.Nulls.UNPROVEN);
            return wanted == 1 ? Cut.whole(query, ONE_CHANNEL) : keyCuts.cut(query, key, wanted);
        }
        Relation relation = query.relation().get();
        RelationColumn column = relation.column(written).orElseThrow(() -> missing(query, written));
        if (wanted == 1) {
            return Cut.whole(query, ONE_CHANNEL);
        }
        if (isCuttableByPage(relation) && !catalog.leadsIndex(relation, column.name())) {
            Cut cut = CtidCuts.cut(query, relation.pages(), wanted);
            return new Cut(cut.parts(), cut.method() + ", since no index leads with " + column.quoted());
        }
        return keyCuts.cut(query, key(relation, column), wanted);
    }

    private Column columnOfQuery(String written) {
        List<String> names = schema.columns().stream().map(Column::name).toList();
        return NamePath.parse(written)
                .among(names)
                .map(name -> schema.column(names.indexOf(name)))
                .orElseThrow(() -> new SyncException(
                        ErrorCode.PREFLIGHT_FAILED,
                        "splitPk " + written + " is no column that querySql gives",
                        "Add it to the select list of querySql or name one that is there",
                        null));
    }

    private static SyncException missing(SourceQuery query, String written) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                "splitPk " + written + " is no column of " + query.label(),
                "Name a column of it, best the first one of its primary key",
                null);
    }

    private SplitKey key(Relation relation, RelationColumn column) {
        return new SplitKey(column.quoted(), column.type().name(), nulls(relation, column));
    }

    private KeyCuts.Nulls nulls(Relation relation, RelationColumn column) {
        if (catalog.holdsNoNull(relation, column.name())) {
            return KeyCuts.Nulls.NONE;
        }
        return column.notNull() ? KeyCuts.Nulls.UNPROVEN : KeyCuts.Nulls.ALLOWED;
    }

    private Cut byStorage(SourceQuery query, Relation relation, int wanted) {
        List<String> primaryKey = catalog.primaryKey(relation);
        if (isCuttableByPage(relation) && !(hasFewPagesOfMuch(relation, wanted) && !primaryKey.isEmpty())) {
            return CtidCuts.cut(query, relation.pages(), wanted);
        }
        if (relation.kind() == RelationKind.PARTITIONED_TABLE) {
            List<Relation> leaves = catalog.readableLeaves(relation);
            if (!leaves.isEmpty()) {
                return byPartition(query, leaves, wanted);
            }
        }
        if (!primaryKey.isEmpty()) {
            RelationColumn first =
                    relation.column(Quoting.identifier(primaryKey.get(0))).orElseThrow();
            return keyCuts.cut(query, key(relation, first), wanted);
        }
        return Cut.whole(
                query,
                "one channel reads: " + relation.label() + " is a "
                        + relation.kind().label() + " without primary key; name a splitPk to use more");
    }

    /** Large values lie outside the pages of their rows (TOAST), so that a few pages can stand for a lot. */
    private boolean hasFewPagesOfMuch(Relation relation, int wanted) {
        return relation.pages() < wanted && catalog.storedBytes(relation) > MUCH;
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

    /** Asks the server's planner how many rows there are; it also locks what is read until the transaction ends. */
    OptionalLong estimate(List<SourceQuery> queries) {
        long sum = 0;
        for (SourceQuery query : queries) {
            try {
                String plan = String.join("\n", session.queryVerbatim(query.explained(), row -> row.getString(1)));
                Matcher rows = PLAN_ROWS.matcher(plan);
                sum += rows.find() ? Long.parseLong(rows.group(1)) : 0;
            } catch (SQLException e) {
                throw session.failed(e, "The source cannot plan the reading of " + query.label());
            }
        }
        return OptionalLong.of(sum);
    }
}
