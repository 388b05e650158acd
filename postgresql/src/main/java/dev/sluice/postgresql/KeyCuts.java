package dev.sluice.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a query by ranges of a key of any type that can be ordered. The bounds are quantiles of a sample, so that each
 * range has about as many rows however the keys are spread; the outer ranges are open, and rows without a key are a part
 * of their own.
 */
final class KeyCuts {
    /** Pages that are sampled; a thousand give some hundred thousand rows of usual width. */
    private static final long SAMPLED_PAGES = 1000;

    private final PgSession session;

    KeyCuts(PgSession session) {
        this.session = session;
    }

    /** A key as SQL, its type, and whether there are rows without it. */
    record SplitKey(String quoted, String type, Nulls nulls) {
        /** Since version 17 the planner takes a declared NOT NULL for a fact, but does not see through a function. */
        String isNull() {
            return nulls == Nulls.UNPROVEN ? "num_nulls(" + quoted + ") > 0" : quoted + " IS NULL";
        }

        String isNotNull() {
            return nulls == Nulls.UNPROVEN ? "num_nulls(" + quoted + ") = 0" : quoted + " IS NOT NULL";
        }
    }

    /** Whether a key can be NULL. */
    enum Nulls {
        NONE,
        ALLOWED,
        /** It is declared NOT NULL, and nobody has looked whether that is true, as in foreign tables. */
        UNPROVEN
    }

    Cut cut(SourceQuery query, SplitKey key, int wanted) {
        Optional<List<String>> bounds = bounds(query, key, wanted);
        if (bounds.isEmpty()) {
            return Cut.whole(query, "the type " + key.type() + " of " + key.quoted() + " has no order");
        }
        List<Cut.Part> parts = new ArrayList<>();
        List<String> literals = bounds.get().stream()
                .map(bound -> Quoting.literal(bound) + "::" + key.type())
                .toList();
        for (int i = 0; i <= literals.size(); i++) {
            List<String> conditions = new ArrayList<>();
            if (i > 0) {
                conditions.add(key.quoted() + " >= " + literals.get(i - 1));
            }
            if (i < literals.size()) {
                conditions.add(key.quoted() + " < " + literals.get(i));
            }
            if (literals.isEmpty()) {
                conditions.add(key.isNotNull());
            }
            parts.add(part(query, String.join(" AND ", conditions)));
        }
        if (key.nulls() != Nulls.NONE) {
            parts.add(part(query, key.isNull()));
        }
        return new Cut(parts, "ranges of " + key.quoted() + " of " + query.label());
    }

    private static Cut.Part part(SourceQuery query, String condition) {
        return new Cut.Part(query.label() + ": " + condition, query.restrictedTo(condition));
    }

    /** Returns up to {@code wanted - 1} different bounds in ascending order; empty where the type has no order. */
    private Optional<List<String>> bounds(SourceQuery query, SplitKey key, int wanted) {
        // Not percentile_disc of many shares: it gives an array, and not every type that has an order has arrays.
        String sql = """
                SELECT bound FROM (
                    SELECT %1$s::text AS bound, row_number() OVER (ORDER BY %1$s) AS n, count(*) OVER () AS rows
                      FROM %2$s) AS keys
                 WHERE n > 1 AND (n - 1) * %3$d / rows > (n - 2) * %3$d / rows
                 ORDER BY n""".formatted(key.quoted(), query.keySource(sample(query), key.isNotNull()), wanted);
        try {
            session.execute("SAVEPOINT bounds");
            Set<String> bounds = new LinkedHashSet<>(session.queryVerbatim(sql, row -> row.getString(1)));
            return Optional.of(List.copyOf(bounds));
        } catch (SQLException e) {
            if (PgErrors.state(e).equals("42883")) {
                rollBack();
                return Optional.empty();
            }
            throw session.failed(e, "The bounds of the splits by " + key.quoted() + " cannot be found");
        }
    }

    private void rollBack() {
        try {
            session.execute("ROLLBACK TO SAVEPOINT bounds");
        } catch (SQLException e) {
            throw session.failed(e, "The source's transaction cannot go on");
        }
    }

    private static String sample(SourceQuery query) {
        return query.relation()
                .filter(relation -> relation.kind().hasPages() && relation.pages() > SAMPLED_PAGES)
                .map(relation -> String.format(
                        Locale.ROOT, " TABLESAMPLE SYSTEM (%.6f)", 100.0 * SAMPLED_PAGES / relation.pages()))
                .orElse("");
    }
}
