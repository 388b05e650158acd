package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the types of both sides differ, the destination's type reads the text of the source's value. */
final class TypeConversionsTest {
    /**
     * A value that goes to another type.
     *
     * @param value SQL of the source's value
     * @param result SQL of the destination's value, or the SQLSTATE of its refusal
     */
    private record Conversion(String from, String to, String value, String result) {
        @Override
        public String toString() {
            return from + " " + value + " to " + to;
        }
    }

    private static final List<Conversion> READ = List.of(
            new Conversion("int", "bigint", "2147483647", "2147483647"),
            new Conversion("bigint", "smallint", "32767", "32767"),
            new Conversion("bigint", "numeric", "-9223372036854775808", "-9223372036854775808"),
            new Conversion("int", "numeric(20,3)", "-5", "-5.000"),
            new Conversion("int", "double precision", "2147483647", "2147483647"),
            new Conversion("int", "text", "-5", "'-5'"),
            new Conversion("int", "positive", "5", "5"),
            new Conversion("int", "money", "-1234", "'-1234'::money"),
            new Conversion("numeric", "numeric(10,2)", "1.005", "1.01"),
            new Conversion("numeric", "money", "1234567.89", "'1234567.89'::money"),
            new Conversion(
                    "real", "double precision", "0.1", Since.isThere(Since.SHORTEST_NUMBERS) ? "0.1" : "0.100000001"),
            new Conversion("real", "numeric", "'NaN'", "'NaN'"),
            new Conversion("money", "text", "1234.5", "'$1,234.50'"),
            new Conversion("text", "money", "'-$1,234.50'", "(-1234.5)::numeric::money"),
            new Conversion("boolean", "text", "true", "'t'"),
            new Conversion("text", "boolean", "'yes'", "true"),
            new Conversion("text", "int", "' 42 '", "42"),
            new Conversion("text", "mood", "'glad'", "'glad'::mood"),
            new Conversion("mood", "text", "'glad'", "'glad'"),
            new Conversion("text", "pair", "'(1,\"x,y\")'", "row(1, 'x,y')::pair"),
            new Conversion("text", "inet", "'10.0.0.1/8'", "'10.0.0.1/8'"),
            new Conversion("inet", "text", "'10.0.0.1'", "'10.0.0.1'"),
            new Conversion("cidr", "inet", "'10.0.0.0/8'", "'10.0.0.0/8'"),
            new Conversion(
                    "text", "uuid", "'{123E4567E89B42D3A456426614174000}'", "'123e4567-e89b-42d3-a456-426614174000'"),
            new Conversion(
                    "uuid", "text", "'123e4567-e89b-42d3-a456-426614174000'", "'123e4567-e89b-42d3-a456-426614174000'"),
            new Conversion("text", "bytea", "'\\x00ff'", "'\\x00ff'"),
            new Conversion("varchar(9)", "varchar(3)", "'ab    '", "'ab '"),
            new Conversion("char(9)", "char(3)", "'abc'", "'abc'"),
            new Conversion("char(5)", "text", "'abc'", "'abc  '"),
            new Conversion("text", "char(5)", "'abc'", "'abc'"),
            new Conversion("date", "timestamp", "'2024-03-31'", "'2024-03-31 00:00:00'"),
            new Conversion("timestamp", "date", "'2024-03-31 23:59:59.9'", "'2024-03-31'"),
            new Conversion("timestamp", "timestamp(0)", "'2024-03-31 02:30:00.5'", "'2024-03-31 02:30:01'"),
            new Conversion("timestamp", "time", "'2024-03-31 02:30:00.5'", "'02:30:00.5'"),
            new Conversion("time", "interval", "'02:30'", "'02:30'"),
            new Conversion("json", "jsonb", "'{\"b\":1,\"a\":[1.10,null],\"b\":2}'", "'{\"a\":[1.10,null],\"b\":2}'"),
            new Conversion("jsonb", "json", "'{\"b\":1,\"a\": 2}'", "'{\"a\": 2, \"b\": 1}'"),
            new Conversion("jsonb", "text", "'[1,2]'", "'[1, 2]'"),
            new Conversion("xml", "text", "'<a/>'", "'<a/>'"),
            new Conversion("int[]", "bigint[]", "'{1,NULL,-2}'", "'{1,NULL,-2}'"),
            new Conversion("text[]", "varchar(2)[]", "'{{a,NULL},{bc,\"\"}}'", "'{{a,NULL},{bc,\"\"}}'"),
            new Conversion("text[]", "mood[]", "'{sad,NULL}'", "'{sad,NULL}'"),
            new Conversion("text", "int4range", "'[1,5]'", "'[1,6)'"),
            new Conversion("bit(3)", "bit varying", "B'101'", "B'101'"),
            new Conversion("int", "boolean", "1", "true"),
            new Conversion("int", "jsonb", "7", "'7'"),
            new Conversion("jsonb", "int", "'7'", "7"),
            new Conversion("jsonb", "boolean", "'true'", "true"),
            new Conversion("int", "bit(1)", "1", "B'1'"),
            new Conversion("int", "xid", "7", "'7'"),
            new Conversion("int", "date", "20240131", "'2024-01-31'"),
            new Conversion("double precision", "money", "1.5", "'1.5'::money"),
            new Conversion("numeric", "xml", "1.50", "'1.50'::xml"),
            new Conversion("macaddr", "macaddr8", "'08:00:2b:01:02:03'", "'08:00:2b:ff:fe:01:02:03'"));

    private static final List<Conversion> REFUSED = List.of(
            new Conversion("numeric", "numeric(5,2)", "1000", "22003"),
            new Conversion("numeric", "int", "1.00", "22P02"),
            new Conversion("double precision", "real", "1e300", "22003"),
            new Conversion("text", "int", "'four'", "22P02"),
            new Conversion("text", "boolean", "'perhaps'", "22P02"),
            new Conversion("int", "boolean", "2", "22P02"),
            new Conversion("int", "date", "5", "22007"),
            new Conversion("jsonb", "int", "'{}'", "22P02"),
            new Conversion("text", "mood", "'GLAD'", "22P02"),
            new Conversion("text", "inet", "'10.0.0.256'", "22P02"),
            new Conversion("inet", "cidr", "'10.0.0.1/8'", "22P02"),
            new Conversion("text", "uuid", "'123'", "22P02"),
            new Conversion("text", "date", "'2024-02-30'", "22008"),
            new Conversion("text", "timestamptz", "'soon'", "22007"),
            new Conversion("text", "jsonb", "'{a}'", "22P02"),
            new Conversion("json", "jsonb", "'\"\\u0000\"'", "22P05"),
            new Conversion("text", "xml", "'<a>'", "2200N"),
            new Conversion("text", "int[]", "'{1,2'", "22P02"),
            new Conversion("text", "int4range", "'[5,1]'", "22000"),
            new Conversion("text", "pair", "'(1)'", "22P02"),
            new Conversion("varchar(9)", "varchar(3)", "'four'", "22001"),
            new Conversion("char(9)", "char(3)", "'four'", "22001"),
            new Conversion("bit varying", "bit(3)", "B'1010'", "22026"),
            new Conversion("int", "positive", "0", "23514"),
            new Conversion("text", "money", "'12 apples'", "22P02"),
            new Conversion("point", "box", "'(1,2)'", "22P02"),
            new Conversion("macaddr8", "macaddr", "'08:00:2b:ff:fe:01:02:03'", "22P02"),
            new Conversion("date", "timestamp", "'5874897-12-31'", "22008"));

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTypes() throws SQLException {
        databases.onBoth(
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TYPE pair AS (a int, b text)");
    }

    /** Makes a column for each conversion and a row with its value in that column. */
    private static void createTables(List<Conversion> conversions) throws SQLException {
        databases.source().execute("CREATE TABLE t (" + columns(conversions, Conversion::from) + ")");
        databases.destination().execute("CREATE TABLE t (" + columns(conversions, Conversion::to) + ")");
        databases
                .source()
                .execute(IntStream.range(0, conversions.size())
                        .mapToObj(i -> "INSERT INTO t (c" + i + ") VALUES ("
                                + conversions.get(i).value() + ")")
                        .toArray(String[]::new));
    }

    private static String columns(List<Conversion> conversions, Function<Conversion, String> type) {
        return IntStream.range(0, conversions.size())
                .mapToObj(i -> "c" + i + " " + type.apply(conversions.get(i)))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void isRead(WriteMode mode) throws SQLException {
        createTables(READ);

        databases.succeed(databases.job().table("t").mode(mode));

        assertThat(databases.count("t")).isEqualTo(READ.size());
        List<String> different = new ArrayList<>();
        for (int i = 0; i < READ.size(); i++) {
            Conversion conversion = READ.get(i);
            String actual = databases.text("SELECT format('%s', c" + i + ") FROM t WHERE c" + i + " IS NOT NULL");
            String expected =
                    databases.text("SELECT format('%s', (" + conversion.result() + ")::" + conversion.to() + ")");
            if (!actual.equals(expected)) {
                different.add(conversion + " became " + actual + " instead of " + expected);
            }
        }
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void isRefusedAsADirtyRow(WriteMode mode) throws SQLException {
        createTables(REFUSED);
        TestJob job = databases.job().table("t").mode(mode).bearAll();

        databases.succeed(job);

        assertThat(databases.count("t")).isZero();
        assertThat(job.dirtyRows())
                .extracting(row -> conversion(row) + ": " + row.sqlState())
                .containsExactlyInAnyOrderElementsOf(REFUSED.stream()
                        .map(conversion -> conversion + ": " + conversion.result())
                        .toList());
    }

    /** The only column with a value is the one that is refused. */
    private static Conversion conversion(DirtyRow row) {
        String column = row.values().keySet().stream()
                .filter(name -> row.values().get(name) != null)
                .findFirst()
                .orElseThrow();
        return REFUSED.get(Integer.parseInt(column.substring(1)));
    }

    /** No text of the one is a text of the other, or one that means something else: that is said before the run. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "money     | numeric | 1234.5                                 | v::numeric",
                "box       | polygon | '(1,1),(0,0)'                          | v::polygon",
                "boolean   | int     | true                                   | v::int",
                "smallint  | date    | 5                                      | date '2000-01-01' + v",
                "timestamp | bigint  | '2024-01-01'                           | extract(epoch FROM v)::bigint",
                "uuid      | bytea   | '123e4567-e89b-42d3-a456-426614174000' | uuid_send(v)"
            })
    void isNamedBeforeTheRun(String from, String to, String value, String cast) throws SQLException {
        databases.source().execute("CREATE TABLE t (v " + from + ")", "INSERT INTO t VALUES (" + value + "), (NULL)");
        databases.destination().execute("CREATE TABLE t (v " + to + ")");

        assertThat(databases.job().table("t").check())
                .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.detail()).contains(" column can hold v, which is ");
                    assertThat(finding.cure()).get().asString().startsWith("Cast it in the reader's column list");
                });

        databases.succeed(databases.job().table("t").read(cast));

        assertThat(databases.count("t")).isEqualTo(2);
    }

    /** Wherever the machine, the servers and the roles are. */
    @ParameterizedTest
    @CsvSource({
        "UTC,           2024-03-31 00:30:00, 2024-03-31 02:30:00+00",
        "Europe/Berlin, 2024-03-31 01:30:00, 2024-03-31 01:30:00+00",
        "Asia/Shanghai, 2024-03-31 08:30:00, 2024-03-30 18:30:00+00",
        "GMT+8,         2024-03-31 08:30:00, 2024-03-30 18:30:00+00",
        "-03:30,        2024-03-30 21:00:00, 2024-03-31 06:00:00+00"
    })
    void timesAreUnderstoodInTheJobsZone(String zone, String withoutZone, String withZone) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (a timestamptz, b timestamp)",
                        "INSERT INTO t VALUES ('2024-03-31 00:30:00+00', '2024-03-31 02:30:00')",
                        "INSERT INTO t VALUES ('infinity', '-infinity')");
        databases.destination().execute("CREATE TABLE t (a timestamp, b timestamptz)");

        databases.succeed(databases.job().table("t").timeZone(zone));

        assertThat(databases.count("t WHERE a = '" + withoutZone + "' AND b = '" + withZone + "'"))
                .isEqualTo(1);
        assertThat(databases.count("t WHERE a = 'infinity' AND b = '-infinity'"))
                .isEqualTo(1);
    }
}
