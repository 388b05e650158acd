package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.RowFormat;
import dev.sluice.testkit.RandomValues;
import dev.sluice.testkit.TableDifference;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TypeSample;
import dev.sluice.testkit.TypeSamples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type arrive as they left, in both forms, both write modes and any number of channels. */
final class TypesTest {
    private static final List<TypeSample> SAMPLES = TypeSamples.all(TestingPostgres.DEFAULT_VERSION);
    private static final int RANDOM_ROWS = 500;

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    static List<SampleTables.Way> ways() {
        return SampleTables.Way.all(1, 2, 8);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void specialValues(SampleTables.Way way) throws SQLException {
        assertThat(new SampleTables(databases, SAMPLES).create().send(way)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void columnsThatAreNotWrittenNeedNoBinaryForm(WriteMode mode) throws SQLException {
        databases.onBoth("CREATE TABLE t (id int, rights aclitem)");
        databases.source().execute("INSERT INTO t SELECT generate_series(1, 10)");

        databases.succeed(databases.job().tables("t").read("id").to("t", "id").mode(mode));

        databases.assertSame("t");
    }

    @Test
    void everyTypeCanBeReadFromItsText() throws SQLException {
        SampleTables tables = new SampleTables(databases, SAMPLES).create();
        List<String> columns = tables.columns(RowFormat.TEXT);
        String texts = columns.stream().skip(1).map(name -> name + "::text").collect(Collectors.joining(", "));

        databases.succeed(tables.job(columns).queries("SELECT id, " + texts + " FROM samples"));

        assertThat(tables.differences(columns)).isEmpty();
    }

    /** A column that takes text makes all others travel as text. */
    @ParameterizedTest
    @EnumSource(RowFormat.class)
    void randomValues(RowFormat format) throws SQLException {
        long seed = Long.getLong("seed", new Random().nextLong());
        List<String> types = RandomValues.types().stream().sorted().toList();
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> ", c" + i + " " + types.get(i))
                .collect(Collectors.joining());
        databases.source().execute("CREATE TABLE r (id int PRIMARY KEY, note varchar" + columns + ")");
        String note = format == RowFormat.TEXT ? "text" : "varchar";
        databases.destination().execute("CREATE TABLE r (id int PRIMARY KEY, note " + note + columns + ")");
        fill(types, new RandomValues(seed));
        TestJob job = databases.job().table("r").channels(4);

        assertThat(job.run().error()).as("seed %d", seed).isEmpty();

        assertThat(job.plan().format()).isEqualTo(format);
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            assertThat(TableDifference.between(source, "r", destination, "r", 5))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static void fill(List<String> types, RandomValues random) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (int id = 0; id < RANDOM_ROWS; id++) {
            String values =
                    types.stream().map(type -> ", " + random.literal(type)).collect(Collectors.joining());
            rows.add("(" + id + ", 'n'" + values + ")");
        }
        try (Connection source = databases.source().connect();
                Statement statement = source.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("INSERT INTO r VALUES " + String.join(", ", rows));
        }
    }
}
