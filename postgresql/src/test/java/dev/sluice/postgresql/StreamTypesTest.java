package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.connector.Reader;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TypeSamples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types between PostgreSQL and the connector {@code stream}. */
final class StreamTypesTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theTextOfTheServerIsPrinted(int channels) throws SQLException {
        SampleTables tables = new SampleTables(databases, TypeSamples.all(TestingPostgres.DEFAULT_VERSION)).create();
        List<String> columns = tables.columns(RowFormat.TEXT);

        List<List<String>> printed =
                PrintedRows.of(databases.job().splitPk("id").channels(channels), SampleTables.TABLE, columns);

        assertThat(printed).containsExactlyInAnyOrderElementsOf(outputs(columns));
    }

    /** What the types' output functions give, which for some types is not what a cast to text gives. */
    private static List<List<String>> outputs(List<String> columns) throws SQLException {
        String items = columns.stream()
                .map(name -> "CASE WHEN num_nulls(" + name + ") = 1 THEN '" + PrintedRows.NULL + "' ELSE format('%s', "
                        + name + ") END")
                .collect(Collectors.joining(", "));
        try (Connection source = databases.source().connect();
                Statement statement = source.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT " + items + " FROM " + SampleTables.TABLE)) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /** One column of each kind; seven rows on each of three channels. */
    private static final String KINDS = """
            {"type": "string", "value": "a\\tb\\\\c 数"}, {"type": "long", "value": "-7"},
            {"type": "double", "value": "0.5"}, {"type": "bool", "value": "true"},
            {"type": "date", "value": "2024-02-29 01:02:03"}, {"type": "bytes", "value": "xyz"}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BINARY | text        | bigint  | double precision | boolean | timestamp      | 2024-02-29 01:02:03",
                "TEXT   | varchar(20) | integer | real             | text    | date           | 2024-02-29",
                "TEXT   | char(7)     | numeric | numeric(5,2)     | boolean | timestamptz    | 2024-02-29 01:02:03+00",
                "TEXT   | text[]      | text    | numeric          | boolean | timestamptz(0) | 2024-02-29 01:02:03+00"
            })
    void madeUpRowsArrive(
            RowFormat format, String text, String whole, String decimal, String truth, String time, String stored)
            throws SQLException {
        boolean array = text.endsWith("[]");
        databases
                .destination()
                .execute("CREATE TABLE t (a %s, b %s, c %s, d %s, e %s, f bytea)"
                        .formatted(text, whole, decimal, truth, time));
        Reader reader = StreamSteps.reader(7, array ? KINDS.replace("a\\tb\\\\c 数", "{a,NULL}") : KINDS, 0);
        TestJob job = databases.job().to("t").channels(3);

        RunReport report = job.run(reader, job.writer());

        assertThat(report.error()).isEmpty();
        assertThat(job.plan().format()).isEqualTo(format);
        assertThat(databases.count("t")).isEqualTo(21);
        assertThat(databases.count("t WHERE a = " + (array ? "'{a,NULL}'" : "E'a\\tb\\\\c 数'")
                        + " AND b::text = '-7' AND c::numeric = 0.5 AND d::text IN ('t', 'true')"
                        + " AND e = '" + stored + "' AND f = '\\x78797a'"))
                .isEqualTo(21);
    }

    @Test
    void madeUpRowsThatDoNotFitAreDirty() throws SQLException {
        long seed = Long.getLong("seed", new Random().nextLong());
        databases.destination().execute("CREATE TABLE t (v smallint)");
        Reader reader = StreamSteps.reader(500, "{\"type\": \"long\", \"random\": \"32700,32800\"}", seed);
        TestJob job = databases.job().to("t").bearAll();

        RunReport report = job.run(reader, job.writer());

        assertThat(report.error()).as("seed %d", seed).isEmpty();
        assertThat(job.dirtyRows())
                .as("seed %d", seed)
                .hasSize((int) (500 - databases.count("t")))
                .allSatisfy(row -> {
                    assertThat(row.sqlState()).isEqualTo("22003");
                    assertThat(Integer.parseInt(String.valueOf(row.values().get("v"))))
                            .isGreaterThan(Short.MAX_VALUE);
                });
    }
}
