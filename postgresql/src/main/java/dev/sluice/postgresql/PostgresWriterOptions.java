package dev.sluice.postgresql;

import dev.sluice.job.Category;
import dev.sluice.job.Definition;
import dev.sluice.job.EndpointKeys;
import dev.sluice.job.Key;
import dev.sluice.job.Relations;
import dev.sluice.job.StepDefinition;
import dev.sluice.job.Values;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a job file says about writing to PostgreSQL.
 *
 * @param relations the database and the one table
 * @param columns the columns in the order of the reader's; a single {@code *} means all that can be written
 * @param preSql statements to run before the first row
 * @param postSql statements to run after the last
 * @param writeMode how rows are written
 * @param nulByte what becomes of U+0000 in texts
 */
record PostgresWriterOptions(
        Relations relations,
        List<String> columns,
        List<String> preSql,
        List<String> postSql,
        WriteMode writeMode,
        NulByte nulByte) {
    private static final Pattern MAKING =
            Pattern.compile("\\b(create|alter|select|call|do|import)\\b", Pattern.CASE_INSENSITIVE);

    private static final EndpointKeys ENDPOINT = EndpointKeys.writer("postgresql");

    private static final Key<List<String>> COLUMN = Key.strings(
                    "column",
                    "The columns to write, in the order of the reader's; or `*` for all of them. Names need no quotes.")
            .defaultTo(List.of("*"));
    private static final Key<List<String>> PRE_SQL = Key.strings(
                    "preSql",
                    "Statements to run before the first row; `@table` stands for the table. They may make it, too.")
            .defaultTo(List.of());
    private static final Key<List<String>> POST_SQL = Key.strings(
                    "postSql", "Statements to run after the last row is committed; `@table` stands for the table.")
            .defaultTo(List.of());
    private static final Key<WriteMode> WRITE_MODE = Key.oneOf(
                    "writeMode",
                    WriteMode.class,
                    "`insert` or `copy`. Both give the same rows; a row that conflicts is dirty in either.")
            .defaultTo(WriteMode.INSERT);
    private static final Key<NulByte> NUL_BYTE = Key.oneOf(
                    "nulByte",
                    NulByte.class,
                    "What becomes of U+0000 in a text, and of its escape `\\u0000` in a `jsonb` column, which PostgreSQL cannot"
                            + " hold. `reject`: the row is dirty; `strip`: it is left out; `replace`: U+FFFD stands in its"
                            + " place.")
            .defaultTo(NulByte.REJECT);
    private static final Key<Integer> BATCH_SIZE = Key.integer(
                    "batchSize", "Accepted; batches are cut by bytes, so that memory is bounded whatever it says.")
            .range(1, Integer.MAX_VALUE);
    private static final Key<Map<String, String>> PG_TYPE =
            Key.texts("pgType", "Accepted; the types of the columns come from the catalogue.");

    static final StepDefinition<PostgresWriterOptions> DEFINITION = new StepDefinition<>(
            Category.WRITER,
            "postgresql",
            "postgresqlwriter",
            Definition.of(
                            "PostgreSQL writer",
                            PostgresWriterOptions::of,
                            COLUMN,
                            WRITE_MODE,
                            PRE_SQL,
                            POST_SQL,
                            NUL_BYTE,
                            BATCH_SIZE,
                            PG_TYPE)
                    .startingWith(ENDPOINT.keys())
                    .checking(PostgresWriterOptions::check)
                    .ignoring("batches are cut by bytes already", "batchByteSize")
                    .ignoring("text is always written as UTF-8", "encoding")
                    .ignoring("it only helps editors of forms", "guid", "session"));

    PostgresWriterOptions {
        columns = List.copyOf(columns);
        preSql = List.copyOf(preSql);
        postSql = List.copyOf(postSql);
    }

    /** Returns the table as the file writes it. */
    String table() {
        return relations.tables().get(0);
    }

    /** Returns the table's name. */
    NamePath name() {
        return NamePath.parse(table());
    }

    /** Returns whether a statement before the first row may make the table; deleting and truncating does not. */
    boolean mayMakeTable() {
        return preSql.stream().anyMatch(PostgresWriterOptions::mayMake);
    }

    /** Returns whether a statement may make something that those behind it use. */
    static boolean mayMake(String statement) {
        return MAKING.matcher(statement).find();
    }

    private static void check(Values values) {
        ENDPOINT.check(values);
        if (values.find(COLUMN).map(List::isEmpty).orElse(false)) {
            values.fault(COLUMN, "no column is named; allowed is a list of columns, or \"*\" for all");
        }
    }

    private static PostgresWriterOptions of(Values values) {
        return new PostgresWriterOptions(
                ENDPOINT.relations(values),
                values.get(COLUMN),
                values.get(PRE_SQL),
                values.get(POST_SQL),
                values.get(WRITE_MODE),
                values.get(NUL_BYTE));
    }
}
