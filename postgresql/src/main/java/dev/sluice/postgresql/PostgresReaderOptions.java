package dev.sluice.postgresql;

import dev.sluice.job.Category;
import dev.sluice.job.Definition;
import dev.sluice.job.EndpointKeys;
import dev.sluice.job.Key;
import dev.sluice.job.Relations;
import dev.sluice.job.StepDefinition;
import dev.sluice.job.Values;
import java.util.List;
import java.util.Optional;

/**
 * What a job file says about reading from PostgreSQL.
 *
 * @param relations the database and its tables or queries
 * @param columns the entries of the select list; ignored where there are queries
 * @param where a condition as SQL
 * @param splitPk the column by which the work is divided
 * @param splitFactor splits per channel
 * @param consistency whether all channels read one snapshot
 */
record PostgresReaderOptions(
        Relations relations,
        List<String> columns,
        Optional<String> where,
        Optional<String> splitPk,
        int splitFactor,
        Consistency consistency) {
    private static final EndpointKeys ENDPOINT = EndpointKeys.reader("postgresql");

    private static final Key<List<String>> COLUMN = Key.strings(
                    "column",
                    "The select list: column names, `*`, constants, expressions and casts, whatever PostgreSQL takes there."
                            + " Names need no quotes.")
            .defaultTo(List.of("*"));
    private static final Key<String> WHERE =
            Key.string("where", "A condition; only rows that meet it are read.").emptyIsAbsent();
    private static final Key<String> SPLIT_PK = Key.string(
                    "splitPk",
                    "The column by which the rows are divided among channels, of any type that has an order. Without it a"
                            + " table is divided by its pages, partitions or primary key.")
            .emptyIsAbsent();
    private static final Key<Integer> SPLIT_FACTOR = Key.integer(
                    "splitFactor", "Splits per channel; free channels take the next one.")
            .range(1, 100)
            .defaultTo(5);
    private static final Key<Integer> FETCH_SIZE = Key.integer(
                    "fetchSize", "Accepted; memory is bounded by bytes whatever it says.")
            .range(1, Integer.MAX_VALUE);
    private static final Key<Consistency> CONSISTENCY = Key.oneOf(
                    "consistency",
                    Consistency.class,
                    "`snapshot`: all channels read the rows of one instant; `none`: each has a snapshot of its own.")
            .defaultTo(Consistency.SNAPSHOT);

    static final StepDefinition<PostgresReaderOptions> DEFINITION = new StepDefinition<>(
            Category.READER,
            "postgresql",
            "postgresqlreader",
            Definition.of(
                            "PostgreSQL reader",
                            PostgresReaderOptions::of,
                            COLUMN,
                            WHERE,
                            SPLIT_PK,
                            SPLIT_FACTOR,
                            FETCH_SIZE,
                            CONSISTENCY)
                    .startingWith(ENDPOINT.keys())
                    .checking(PostgresReaderOptions::check)
                    .ignoring(
                            "text is always read as UTF-8, whatever the server's encoding",
                            "mandatoryEncoding",
                            "encoding")
                    .ignoring("it only helps editors of forms", "guid", "session"));

    PostgresReaderOptions {
        columns = List.copyOf(columns);
    }

    private static void check(Values values) {
        ENDPOINT.check(values);
        if (values.find(COLUMN).map(List::isEmpty).orElse(false)) {
            values.fault(COLUMN, "no column is named; allowed is a list of columns, or \"*\" for all");
        }
    }

    private static PostgresReaderOptions of(Values values) {
        return new PostgresReaderOptions(
                ENDPOINT.relations(values),
                values.get(COLUMN),
                values.find(WHERE),
                values.find(SPLIT_PK),
                values.get(SPLIT_FACTOR),
                values.get(CONSISTENCY));
    }
}
