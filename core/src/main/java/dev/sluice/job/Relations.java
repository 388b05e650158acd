package dev.sluice.job;

import java.util.List;
import java.util.Objects;

/**
 * The database that a step means, and what of it.
 *
 * @param endpoint which database
 * @param tables the tables as the file writes them, with or without schema and quotes; empty where queries are given instead
 * @param queries the SELECT statements to read; where there are any, tables, columns and conditions are ignored
 */
public record Relations(Endpoint endpoint, List<String> tables, List<String> queries) {
    /** Copies the lists. */
    public Relations {
        Objects.requireNonNull(endpoint);
        tables = List.copyOf(tables);
        queries = List.copyOf(queries);
    }
}
