package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges of keys of every type that has an order: every row is read exactly once, those without a key too. */
final class SplitKeyTypesTest {
    private static final int CHANNELS = 4;
    private static final int FACTOR = 3;

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /** The type of the key, and SQL for the key of row {@code i}, from 1 to 1200. */
    static Stream<Arguments> keys() {
        String odd =
                "(ARRAY['', ' ', '''', '\"', E'\\\\', E'\\n', E'\\t', 'a''b', 'ä', 'Z', 'z', '中文', '€', '😀', '%', '?', "
                        + "'{}', 'NULL', '\\N', '--', '/*', '$1', 'é', E'e\\u0301'])[i % 24 + 1] || CASE WHEN i % 2 = 0 THEN i::text ELSE '' END";
        return Stream.of(
                Arguments.of("bigint", "(i - 600) * 7000000000000"),
                Arguments.of("smallint", "i - 600"),
                Arguments.of("numeric", "CASE i % 50 WHEN 0 THEN 'NaN' ELSE (i - 600) * 1e30 + 0.000001 END"),
                Arguments.of("numeric(8,2)", "(i - 600) / 7.0"),
                Arguments.of(
                        "double precision",
                        "CASE i % 50 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN '-Infinity' WHEN 3 THEN '-0' WHEN 4 THEN 0 ELSE (i - 600) / 7.0::float8 END"),
                Arguments.of("real", "CASE i % 50 WHEN 0 THEN 'NaN' ELSE (i - 600) / 7.0::real END"),
                Arguments.of("money", "((i - 600) / 7.0)::numeric::money"),
                Arguments.of("boolean", "i % 3 = 0"),
                Arguments.of("text", odd),
                Arguments.of("text COLLATE \"und-x-icu\"", odd),
                Arguments.of("text COLLATE \"C\"", odd),
                Arguments.of("varchar(40)", odd),
                Arguments.of(
                        "char(12)",
                        "(ARRAY['', 'a', 'ab', 'abc', 'b', 'ba', 'ä', 'Z', 'zz', '''', '\"', E'\\\\'])[i % 12 + 1]"
                                + " || i % 100"),
                Arguments.of("char(12) COLLATE \"und-x-icu\"", "chr(97 + i % 26) || chr(65 + i * 7 % 26) || i % 100"),
                Arguments.of("\"char\"", "chr(32 + i % 90)"),
                Arguments.of("name", "'n' || i"),
                Arguments.of("uuid", "md5(i::text)::uuid"),
                Arguments.of("bytea", "decode(md5(i::text), 'hex')"),
                Arguments.of(
                        "date",
                        "CASE i % 100 WHEN 0 THEN 'infinity' WHEN 1 THEN '-infinity' WHEN 2 THEN '0044-03-15 BC' ELSE date '2024-01-01' + i END"),
                Arguments.of(
                        "timestamp",
                        "CASE i % 100 WHEN 0 THEN 'infinity' WHEN 1 THEN '4713-01-01 BC' ELSE timestamp '2024-01-01' + i * interval '1.000001 s' END"),
                Arguments.of("timestamp(0)", "timestamp '2024-01-01' + i * interval '0.7 s'"),
                Arguments.of("timestamptz", "timestamptz '2024-10-27 00:00+02' + i * interval '7 min'"),
                Arguments.of("time", "CASE i % 100 WHEN 0 THEN '24:00' ELSE time '00:00' + i * interval '71 s' END"),
                Arguments.of(
                        "timetz",
                        "((time '00:00' + i * interval '71 s')::text || CASE WHEN i % 2 = 0 THEN '+02' ELSE '-11:30' END)::timetz"),
                Arguments.of(
                        "interval",
                        "CASE i % 3 WHEN 0 THEN '1 mon' WHEN 1 THEN '30 days' ELSE i * interval '1 day' END"),
                Arguments.of("inet", "inet '10.0.0.0' + i * 7"),
                Arguments.of(
                        "macaddr",
                        "('08:00:2b:01:' || lpad(to_hex(i / 100), 2, '0') || ':' || lpad(to_hex(i % 100), 2, '0'))::macaddr"),
                Arguments.of("bit(8)", "i::bit(8)"),
                Arguments.of("bit varying", "substr(i::bit(12)::text, i % 5 + 1)::varbit"),
                Arguments.of("oid", "i * 3000000::bigint % 4294967296"),
                Arguments.of("mood", "(ARRAY['sad', 'ok', 'it''s \"fine\"', 'glad']::mood[])[i % 4 + 1]"),
                Arguments.of("positive", "i % 100 + 1"),
                Arguments.of("pair", "ROW(i % 10, 'x' || i)::pair"),
                Arguments.of("int[]", "ARRAY[i % 10, NULL, i]"),
                Arguments.of("int4range", "int4range(i % 20, i + 20)"),
                Arguments.of("jsonb", "jsonb_build_object('a', i, 'b', '''\\')"),
                Arguments.of("tsvector", "to_tsvector('simple', 'word' || i || ' it''s')"));
    }

    private static void createTypes() throws SQLException {
        databases.onBoth(
                "CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"fine\"', 'glad')",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TYPE pair AS (a int, b text)");
    }

    /** Every 40th row has no key. */
    private static void createTable(String type, String expression) throws SQLException {
        createTypes();
        databases.onBoth("CREATE TABLE t (i int, k " + type + ")");
        databases
                .source()
                .execute(
                        "INSERT INTO t SELECT i, CASE WHEN i % 40 > 0 THEN (" + expression + ")::"
                                + type.replaceFirst(" COLLATE.*", "") + " END FROM generate_series(1, 1200) i",
                        "CREATE INDEX ON t (k)",
                        "ANALYZE t");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void inATable(String type, String expression) throws SQLException {
        createTable(type, expression);
        TestJob job = databases.job().table("t").splitPk("k").channels(CHANNELS).splitFactor(FACTOR);

        databases.succeed(job);

        databases.assertSame("t");
        assertRanges(job);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void inAQuery(String type, String expression) throws SQLException {
        createTable(type, expression);
        TestJob job = databases
                .job()
                .to("t")
                .queries("SELECT i, k FROM t")
                .splitPk("k")
                .channels(CHANNELS)
                .splitFactor(FACTOR);

        databases.succeed(job);

        databases.assertSame("t");
        assertRanges(job);
    }

    private static void assertRanges(TestJob job) throws SQLException {
        assertThat(job.plan().splits().method()).startsWith("ranges of \"k\" of ");
        List<PostgresSplit> splits = job.splits();
        assertThat(splits).hasSizeBetween(3, CHANNELS * FACTOR + 1);
        assertThat(splits).extracting(PostgresSplit::label).doesNotHaveDuplicates();
        assertThat(databases
                        .source()
                        .value("SELECT count(*) FROM ("
                                + splits.get(splits.size() - 1).select() + ") s"))
                .as("rows without a key")
                .isEqualTo("30");
    }

    static Stream<Arguments> unordered() {
        return Stream.of(
                Arguments.of("json", "json_build_object('a', i)"),
                Arguments.of("point", "point(i, 0)"),
                Arguments.of("xml", "'<a/>'"),
                Arguments.of("xid", "i::text::xid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unordered")
    void aKeyWithoutOrderLeavesOneSplit(String type, String expression) throws SQLException {
        databases.onBoth("CREATE TABLE t (i int, k " + type + ")");
        databases
                .source()
                .execute("INSERT INTO t SELECT i, (" + expression + ")::" + type + " FROM generate_series(1, 100) i");
        TestJob job = databases
                .job()
                .to("t")
                .queries("SELECT i, k FROM t")
                .splitPk("k")
                .channels(CHANNELS);

        databases.succeed(job);

        databases.assertSame("t");
        assertThat(job.splits()).hasSize(1);
        assertThat(job.plan().splits().method()).contains("has no order").contains("\"k\"");
    }
}
