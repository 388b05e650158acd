package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.PgTypes;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.RandomValues;
import dev.sluice.testkit.TableDifference;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TypeSample;
import dev.sluice.testkit.TypeSamples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type arrive as they left, in both forms, both write modes and any number of channels. */
final class TypesTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    static Stream<Arguments> ways() {
        return Stream.of(RowFormat.values())
                .flatMap(format -> Stream.of(WriteMode.values())
                        .flatMap(mode -> Stream.of(1, 2, 8).map(channels -> Arguments.of(format, mode, channels))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void specialValues(RowFormat format, WriteMode mode, int channels) throws SQLException {
        List<TypeSample> samples = TypeSamples.all(TestingPostgres.DEFAULT_VERSION);
        createSamples(samples);
        // Every row often enough that each channel gets some.
        databases.source().execute("CREATE SEQUENCE more START 1000", """
                DO $$ BEGIN FOR i IN 1..5 LOOP
                    CREATE TEMPORARY TABLE again ON COMMIT DROP AS SELECT * FROM samples;
                    UPDATE again SET id = nextval('more');
                    INSERT INTO samples SELECT * FROM again;
                    DROP TABLE again;
                END LOOP; END $$""");
        String[] columns = columns(format);
        TestJob job = databases
                .job()
                .tables("samples")
                .read(columns)
                .to("samples", columns)
                .splitPk("id")
                .mode(mode)
                .channels(channels);

        databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(format);
        assertThat(job.plan().channels()).isEqualTo(channels);
        assertSame("samples", columns);
    }

    private static void createSamples(List<TypeSample> samples) throws SQLException {
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            TypeSamples.createTable(source, "samples", samples);
            TypeSamples.createEmptyTable(destination, "samples", samples);
        }
    }

    /** All columns where they travel as text, only those with a portable binary form otherwise. */
    private static String[] columns(RowFormat format) {
        try (Sessions sessions = new Sessions(TestEndpoint.of(databases.source()).server(ZoneOffset.UTC), Side.SOURCE)) {
            return new Catalog(sessions.open())
                    .find(NamePath.parse("samples")).orElseThrow().columns().stream()
                            .filter(column -> format == RowFormat.TEXT || PgTypes.portable(column.type()))
                            .map(RelationColumn::name)
                            .toArray(String[]::new);
        }
    }

    private static void assertSame(String table, String... columns) throws SQLException {
        String list = Stream.of(columns).map(Quoting::identifier).collect(Collectors.joining(", "));
        databases.onBoth("CREATE TABLE compared AS SELECT " + list + " FROM " + table);
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            TableDifference.assertNone(source, "compared", destination, "compared");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, BINARY", "2, BINARY", "3, TEXT", "4, TEXT"})
    void randomValues(long seed, RowFormat format) throws SQLException {
        List<String> types = RandomValues.types().stream().sorted().toList();
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> ", c" + i + " " + types.get(i))
                .collect(Collectors.joining());
        databases.source().execute("CREATE TABLE r (id int PRIMARY KEY, note varchar" + columns + ")");
        databases
                .destination()
                .execute("CREATE TABLE r (id int PRIMARY KEY, note " + (format == RowFormat.TEXT ? "text" : "varchar")
                        + columns + ")");
        fill(types, new RandomValues(seed));
        TestJob job = databases.job().table("r").channels(4);

        databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(format);
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            TableDifference.assertNone(source, "r", destination, "r");
        }
    }

    private static void fill(List<String> types, RandomValues random) throws SQLException {
        try (Connection source = databases.source().connect();
                Statement statement = source.createStatement()) {
            for (int block = 0; block < 10; block++) {
                List<String> rows = new ArrayList<>();
                for (int row = 0; row < 50; row++) {
                    rows.add("(" + (block * 50 + row) + ", 'n'"
                            + types.stream().map(type -> ", " + random.literal(type)).collect(Collectors.joining()) + ")");
                }
                statement.setEscapeProcessing(false);
                statement.execute("INSERT INTO r VALUES " + String.join(", ", rows));
            }
        }
    }

    @Test
    void everyTypeCanBeReadFromItsText() throws SQLException {
        List<TypeSample> samples = TypeSamples.all(TestingPostgres.DEFAULT_VERSION);
        createSamples(samples);
        String texts = IntStream.range(0, samples.size())
                .mapToObj(i -> TypeSamples.columnName(samples, i))
                .map(name -> name + "::text")
                .collect(Collectors.joining(", "));

        databases.succeed(databases.job().queries("SELECT id, " + texts + " FROM samples").to("samples"));

        assertSame("samples", columns(RowFormat.TEXT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint  | bigint         | -32768, 32767",
                "bigint    | smallint       | -32768, 32767",
                "int       | numeric(20,3)  | -5, 2147483647",
                "int       | double precision | -5, 2147483647",
                "int       | text           | -5, 2147483647",
                "numeric   | numeric(10,2)  | 1.005, -3",
                "real      | double precision | 0.5, 'NaN', '-Infinity'",
                "varchar(9) | varchar(3)    | 'abc', '', 'ab  '",
                "char(9)   | char(3)        | 'abc', '', 'a'",
                "char(9)   | text           | 'abc', 'x'",
                "timestamptz | timestamp    | '2024-03-31 02:30:00+02', 'infinity', '0044-03-15 BC'",
                "timestamp | timestamptz    | '2024-03-31 02:30:00', 'infinity'",
                "timestamp | date           | '2024-03-31 02:30:00', '-infinity'",
                "date      | timestamp      | '2024-03-31', 'infinity'",
                "timestamp(6) | timestamp(0) | '2024-03-31 02:30:00.5'",
                "json      | jsonb          | '{\"b\":1,\"a\":[1.10,null]}', 'null'",
                "jsonb     | json           | '{\"b\":1,\"a\":[1.10,null]}', 'null'",
                "cidr      | inet           | '10.0.0.0/8', '::/0'",
                "int[]     | bigint[]       | '{1,NULL,-2}', '{}'",
                "text[]    | varchar(2)[]   | '{a,NULL,bc}', '{}'"
            })
    void otherTypesAreAssigned(String from, String to, String values) throws SQLException {
        databases.source().execute("CREATE TABLE t (v " + from + ")");
        databases.destination().execute("CREATE TABLE t (v " + to + ")");
        databases.source().execute("INSERT INTO t VALUES (" + values.replace(", ", "), (").replace("}', '", "}'), ('") + "), (NULL)");

        databases.succeed(databases.job().table("t"));

        databases.assertSame("(SELECT (v::" + to + ")::" + to + " FROM t)", "t");
    }

    @Test
    void rowsWithoutColumnsAreRefused() throws SQLException {
        databases.onBoth("CREATE TABLE t ()");

        assertThat(databases.job().table("t").run().error()).get().asString().contains("public.t has no columns");
    }

    @ParameterizedTest
    @CsvSource({"LATIN1, UTF8", "UTF8, LATIN1", "EUC_CN, UTF8", "SQL_ASCII, UTF8"})
    void encodings(String from, String to) throws SQLException {
        try (var source = TestingPostgres.shared().newDatabase(from);
                var destination = TestingPostgres.shared().newDatabase(to)) {
            boolean chinese = from.equals("EUC_CN");
            String text = chinese ? "数据表" : "naïve";
            source.execute(
                    "CREATE TABLE t (id int, v text)",
                    from.equals("SQL_ASCII")
                            ? "INSERT INTO t VALUES (1, convert_from('na\\xc3\\xafve', 'UTF8')), (2, convert_from('\\xff', 'SQL_ASCII'))"
                            : "INSERT INTO t VALUES (1, '" + text + "')" + (from.equals("UTF8") ? ", (2, '数')" : ""));
            destination.execute("CREATE TABLE t (id int, v text)");
            TestJob job = new TestJob(source, destination).table("t").bearAll();

            assertThat(job.run().error()).isEmpty();

            assertThat(destination.query("SELECT id, v FROM t")).containsExactly(List.of("1", text));
            assertThat(job.dirtyRows())
                    .extracting(DirtyRow::sqlState)
                    .isEqualTo(
                            from.equals("SQL_ASCII") ? List.of("22021") : from.equals("UTF8") ? List.of("22P05") : List.of());
        }
    }
}
