package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.connector.Reader;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of U+0000, which PostgreSQL has no place for, by the writer's option {@code nulByte}. */
final class NulBytesTest {
    private static final int ROWS = 14;

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /**
     * A text that a file describes.
     *
     * @param json how it stands there
     * @param type the type of the column that it goes to
     * @param stripped SQL for what arrives
     * @param replaced SQL for what arrives
     */
    private record Text(String json, String type, String stripped, String replaced) {}

    private static final List<Text> TEXTS = List.of(
            new Text("a\\u0000b", "text", "'ab'", "U&'a\\FFFDb'"),
            new Text("\\u0000", "text", "''", "U&'\\FFFD'"),
            new Text("\\u0000\\u0000数\\u0000", "text", "'数'", "U&'\\FFFD\\FFFD数\\FFFD'"),
            new Text("a\\u0000b", "varchar(3)", "'ab'", "U&'a\\FFFDb'"),
            new Text("\\t\\\\\\u0000\\n", "varchar", "E'\\t\\\\\\n'", "U&'\\0009\\\\\\FFFD\\000A'"),
            new Text("a\\u0000b", "shout", "'ab'", "U&'a\\FFFDb'"),
            new Text("{a\\u0000b}", "text[]", "'{ab}'", "U&'{a\\FFFDb}'"),
            new Text("(a\\u0000b,1)", "pair", "'(ab,1)'", "U&'(a\\FFFDb,1)'"),
            new Text("{\\\"a\\\": \\\"\\u0000\\\"}", "json", "'{\"a\": \"\"}'", "U&'{\"a\": \"\\FFFD\"}'"),
            new Text("{\\\"a\\\": \\\"\\u0000\\\"}", "jsonb", "'{\"a\": \"\"}'", "U&'{\"a\": \"\\FFFD\"}'"));

    static Stream<Arguments> texts() {
        return TEXTS.stream()
                .flatMap(text -> Stream.of(
                        Arguments.of(text, WriteMode.COPY, ""),
                        Arguments.of(text, WriteMode.INSERT, "CREATE RULE staged AS ON INSERT TO t DO ALSO NOTHING")));
    }

    private static void createTarget(String type, String rule) throws SQLException {
        databases
                .destination()
                .execute(
                        "CREATE DOMAIN shout AS text",
                        "CREATE TYPE pair AS (a text, b int)",
                        "CREATE TABLE t (v " + type + ", b bytea)",
                        rule);
    }

    /** The bytes are {@code 78 00 79}, which is right for them. */
    private static Reader reader(String json) {
        return StreamSteps.reader(
                ROWS / 2,
                "{\"type\": \"string\", \"value\": \"" + json + "\"}, {\"type\": \"bytes\", \"value\": \"x\\u0000y\"}",
                0);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isLeftOut(Text text, WriteMode mode, String rule) throws SQLException {
        createTarget(text.type(), rule);
        TestJob job = databases.job().to("t").mode(mode).channels(2).nulByte(NulByte.STRIP);

        assertArrived(job, text, text.stripped());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isReplaced(Text text, WriteMode mode, String rule) throws SQLException {
        createTarget(text.type(), rule);
        TestJob job = databases.job().to("t").mode(mode).channels(2).nulByte(NulByte.REPLACE);

        assertArrived(job, text, text.replaced());
    }

    private static void assertArrived(TestJob job, Text text, String expected) throws SQLException {
        RunReport report = job.run(reader(text.json()), job.writer());

        assertThat(report.error()).isEmpty();
        assertThat(report.counts().recordsWritten()).isEqualTo(ROWS);
        assertThat(report.counts().changedValues()).isEqualTo(ROWS);
        assertThat(databases.destination().query("SELECT DISTINCT v::text, b::text FROM t"))
                .isEqualTo(databases
                        .destination()
                        .query("SELECT (" + expected + "::" + text.type() + ")::text, '\\x780079'"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void makesTheRowDirtyOtherwise(Text text, WriteMode mode, String rule) throws SQLException {
        createTarget(text.type(), rule);
        TestJob job = databases.job().to("t").mode(mode).channels(2).bearAll();

        RunReport report = job.run(reader(text.json()), job.writer());

        assertThat(report.error()).isEmpty();
        assertThat(databases.count("t")).isZero();
        assertThat(report.counts().changedValues()).isZero();
        assertThat(job.dirtyRows()).hasSize(ROWS).allSatisfy(row -> {
            assertThat(row.sqlState()).isEqualTo("22021");
            assertThat(row.message()).contains("0x00");
        });
    }

    static Stream<Arguments> escapes() {
        return Stream.of(
                Arguments.of("{\"a\": \"x\\u0000y\"}", "{\"a\": \"xy\"}", "{\"a\": \"x\\ufffdy\"}", 1),
                Arguments.of("{\"\\u0000\": 1}", "{\"\": 1}", "{\"\\ufffd\": 1}", 1),
                Arguments.of(
                        "[\"\\u0000\\u0000\", \"\\\\u0000\"]",
                        "[\"\", \"\\\\u0000\"]",
                        "[\"\\ufffd\\ufffd\", \"\\\\u0000\"]",
                        1),
                Arguments.of("[\"\\\\\\u0000\\n\"]", "[\"\\\\\\n\"]", "[\"\\\\\\ufffd\\n\"]", 1),
                Arguments.of(
                        "[\"\\\\u0000\", \"\\\\\\\\u0000\", \"\\u00001\"]",
                        "[\"\\\\u0000\", \"\\\\\\\\u0000\", \"1\"]",
                        "[\"\\\\u0000\", \"\\\\\\\\u0000\", \"\\ufffd1\"]",
                        1),
                Arguments.of("[\"\\\\u0000\"]", "[\"\\\\u0000\"]", "[\"\\\\u0000\"]", 0));
    }

    /** A column of json keeps the escape as it was written, one of jsonb refuses it. */
    @ParameterizedTest
    @MethodSource("escapes")
    void goesFromTheEscapesOfJson(String json, String stripped, String replaced, int changed) throws SQLException {
        for (NulByte wanted : List.of(NulByte.STRIP, NulByte.REPLACE)) {
            databases.source().execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (v json, same json)");
            databases.source().query("INSERT INTO t SELECT ?::json, ?::json RETURNING 1", json, json);
            databases.destination().execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (v jsonb, same json)");

            RunReport report = databases.succeed(databases.job().table("t").nulByte(wanted));

            assertThat(report.counts().changedValues()).isEqualTo(changed);
            assertThat(databases.destination().query("SELECT v, same FROM t"))
                    .isEqualTo(databases
                            .destination()
                            .query("SELECT ?::jsonb, ?::text", wanted == NulByte.STRIP ? stripped : replaced, json));
        }
    }

    @ParameterizedTest
    @EnumSource(NulByte.class)
    void concernsNoRowOfPostgres(NulByte wanted) throws SQLException {
        databases.onBoth("CREATE TABLE t (id int, v text, b bytea, j jsonb)");
        databases
                .source()
                .execute(
                        "INSERT INTO t SELECT 0, 'v' || i, '\\x00', '{\"a\": \"\\\\u0000\"}' FROM generate_series(1, 100) i");
        TestJob job = databases.job().table("t").nulByte(wanted);

        RunReport report = databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(RowFormat.BINARY);
        assertThat(report.counts().changedValues()).isZero();
        databases.assertSame("t");
    }
}
