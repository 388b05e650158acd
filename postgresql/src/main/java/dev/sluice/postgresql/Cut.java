package dev.sluice.postgresql;

import java.util.List;

/**
 * How one query is divided.
 *
 * @param parts the parts, which together hold every row exactly once; at least one
 * @param method by what, in words
 */
record Cut(List<Part> parts, String method) {
    /** A part in words and as the SELECT that gives exactly its rows. */
    record Part(String label, String select) {}

    Cut {
        parts = List.copyOf(parts);
    }

    static Cut whole(SourceQuery query, String why) {
        return new Cut(List.of(new Part(query.label(), query.all())), why);
    }
}
