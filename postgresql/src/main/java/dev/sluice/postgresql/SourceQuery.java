package dev.sluice.postgresql;

import java.util.List;
import java.util.Optional;

/**
 * What is selected from one table or by one query of the user.
 *
 * @param label what it is, for people
 * @param items the select list; empty for a query of the user
 * @param from the table as SQL, or the user's query
 * @param where the job's condition
 * @param relation the table, where there is one
 */
record SourceQuery(String label, List<String> items, String from, Optional<String> where, Optional<Relation> relation) {
    SourceQuery {
        items = List.copyOf(items);
    }

    static SourceQuery ofTable(Relation relation, List<String> items, Optional<String> where) {
        return new SourceQuery(relation.label(), items, relation.quoted(), where, Optional.of(relation));
    }

    static SourceQuery ofUser(String query, String label) {
        return new SourceQuery(label, List.of(), BareStatement.of(query), Optional.empty(), Optional.empty());
    }

    /** The same columns from a partition; expressions may name the table, so the partition answers to its name. */
    SourceQuery ofPartition(Relation leaf) {
        String alias =
                relation.map(root -> " AS " + Quoting.identifier(root.name())).orElse("");
        return new SourceQuery(leaf.label(), items, leaf.quoted() + alias, where, Optional.of(leaf));
    }

    /** Returns the SELECT of all rows. */
    String all() {
        return relation.isEmpty() ? from : select(List.of());
    }

    /** Returns what makes the server plan the query and thereby lock what it reads until the transaction ends. */
    String explained() {
        return "EXPLAIN (FORMAT JSON) " + all() + "\n";
    }

    /** Returns the SELECT of the rows that meet {@code condition} too. */
    String restrictedTo(String condition) {
        return relation.isEmpty() ? "SELECT * FROM " + derived() + " WHERE " + condition : select(List.of(condition));
    }

    /** Returns what one can select a key from: the table or the query as a derived table, with the condition too. */
    String keySource(String sampleClause, String condition) {
        return relation.isEmpty()
                ? derived() + " WHERE " + condition
                : from + sampleClause + conditions(List.of(condition));
    }

    // Newlines end the comments that entries, conditions and queries of users may end with.
    private String select(List<String> more) {
        return "SELECT " + String.join("\n, ", items) + "\n FROM " + from + conditions(more);
    }

    private String conditions(List<String> more) {
        String own = where.map(condition -> "(" + condition + "\n)").orElse("");
        String added = String.join(" AND ", more);
        String all = own.isEmpty() || added.isEmpty() ? own + added : own + " AND " + added;
        return all.isEmpty() ? "" : " WHERE " + all;
    }

    private String derived() {
        return "(" + from + "\n) AS query";
    }
}
