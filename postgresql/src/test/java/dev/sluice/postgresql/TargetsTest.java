package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that takes rows; {@code insert} and {@code copy} give the same. */
final class TargetsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /**
     * Something of the name {@code t} at the destination.
     *
     * @param sql how it is made
     * @param expected what is to be there for the rows {@code (i, 'v' || i)}, 1 to 300
     * @param actual where it is to be looked for
     * @param taken how many rows the server says it took
     */
    private record Target(String name, List<String> sql, String expected, String actual, long taken) {
        Target(String name, List<String> sql, String expected, String actual) {
            this(name, sql, expected, actual, 300);
        }

        /** Returns the first version that has such a thing. */
        int since() {
            if (sql.stream().anyMatch(statement -> statement.endsWith("STORED, v text)"))) {
                return Since.GENERATED_COLUMNS;
            }
            return sql.stream().anyMatch(statement -> statement.contains("BY HASH")) ? Since.MORE_PARTITIONS : 10;
        }

        Target taking(long rows) {
            return new Target(name, sql, expected, actual, rows);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> targets() {
        String table = "CREATE TABLE t (id int, v text)";
        String base = "CREATE TABLE base (id int PRIMARY KEY, v text, more text DEFAULT 'default')";
        String all = "(SELECT * FROM t)";
        return Stream.of(
                        new Target("table", List.of(table), all, "t"),
                        new Target("unlogged table", List.of("CREATE UNLOGGED TABLE t (id int, v text)"), all, "t"),
                        new Target(
                                "view",
                                List.of(base, "CREATE VIEW t AS SELECT id, v FROM base WHERE id > 0"),
                                "(SELECT id, v, 'default' FROM t)",
                                "base"),
                        new Target(
                                "view with other names and order",
                                List.of(base, "CREATE VIEW t AS SELECT id AS a, v AS b FROM base"),
                                "(SELECT id, v, 'default' FROM t)",
                                "base"),
                        new Target(
                                "view with a trigger",
                                List.of(base, "CREATE VIEW t AS SELECT id, upper(v) AS v FROM base", """
                                        CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS $$
                                        BEGIN INSERT INTO base VALUES (NEW.id, NEW.v, 'trigger'); RETURN NEW; END $$""", """
                                        CREATE TRIGGER put INSTEAD OF INSERT ON t FOR EACH ROW EXECUTE PROCEDURE put()"""),
                                "(SELECT id, v, 'trigger' FROM t)",
                                "base"),
                        new Target(
                                "view with a rule",
                                List.of(base, "CREATE VIEW t AS SELECT id, upper(v) AS v FROM base", """
                                        CREATE RULE put AS ON INSERT TO t DO INSTEAD
                                        INSERT INTO base VALUES (NEW.id, NEW.v, 'rule')"""),
                                "(SELECT id, v, 'rule' FROM t)",
                                "base"),
                        new Target(
                                        "table with a rule that puts rows elsewhere",
                                        List.of(base, table, """
                                        CREATE RULE put AS ON INSERT TO t WHERE NEW.id % 2 = 0 DO INSTEAD
                                        INSERT INTO base VALUES (NEW.id, NEW.v, 'rule')"""),
                                        all,
                                        "(SELECT id, v FROM base UNION ALL SELECT * FROM t)")
                                .taking(150),
                        new Target(
                                "table with a rule that puts them elsewhere too",
                                List.of(
                                        base,
                                        table,
                                        "CREATE RULE put AS ON INSERT TO t DO ALSO INSERT INTO base VALUES (NEW.id)"),
                                "(SELECT id, NULL::text, 'default' FROM t)",
                                "base"),
                        new Target(
                                "identity, always",
                                List.of("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, v text)"),
                                all,
                                "t"),
                        new Target(
                                "view of identity, always",
                                List.of(
                                        "CREATE TABLE base (id int GENERATED ALWAYS AS IDENTITY, v text)",
                                        "CREATE VIEW t AS SELECT * FROM base"),
                                all,
                                "base"),
                        new Target(
                                "generated column",
                                List.of(
                                        "CREATE TABLE t (id int, twice int GENERATED ALWAYS AS (id * 2) STORED, v text)"),
                                "(SELECT id, id * 2, v FROM t)",
                                "t"),
                        new Target(
                                "partitioned table",
                                List.of(
                                        "CREATE TABLE t (id int, v text) PARTITION BY RANGE (id)",
                                        "CREATE TABLE t2 (v text, id int)",
                                        "ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (100) TO (MAXVALUE)",
                                        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (100) PARTITION BY HASH (id)",
                                        "CREATE TABLE t1a PARTITION OF t1 FOR VALUES WITH (MODULUS 1, REMAINDER 0)"),
                                all,
                                "t"),
                        new Target(
                                "trigger that changes rows",
                                List.of(table, """
                                        CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$
                                        BEGIN NEW.v := upper(NEW.v) || current_setting('search_path'); RETURN NEW; END $$""", """
                                        CREATE TRIGGER change BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE change()"""),
                                "(SELECT id, upper(v) || '\"$user\", public' FROM t)",
                                "t"),
                        new Target(
                                        "trigger that drops rows",
                                        List.of(table, """
                                        CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$
                                        BEGIN RETURN CASE WHEN NEW.id % 2 = 0 THEN NEW END; END $$""", """
                                        CREATE TRIGGER change BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE change()"""),
                                        "(SELECT * FROM t WHERE id % 2 = 0)",
                                        "t")
                                .taking(150),
                        new Target(
                                "dropped columns",
                                List.of(
                                        "CREATE TABLE t (gone int NOT NULL, id int, gone2 text, v text)",
                                        "ALTER TABLE t DROP gone, DROP gone2"),
                                all,
                                "t"))
                .flatMap(target -> Stream.of(WriteMode.values()).map(mode -> Arguments.of(target, mode)));
    }

    private static void createSource() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v text)",
                        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 300) i");
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("targets")
    void takeRows(Target target, WriteMode mode) throws SQLException {
        Since.assume(target.since());
        createSource();
        databases.destination().execute(target.sql().toArray(String[]::new));

        RunReport report = databases.job().table("t").mode(mode).channels(2).run();

        assertThat(report.error()).isEmpty();
        assertThat(report.counts().recordsWritten()).isEqualTo(target.taken());
        databases.assertSame(target.expected(), target.actual());
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void columnsThatAreNotWrittenGetTheirDefaults(WriteMode mode) throws SQLException {
        createSource();
        databases.destination().execute("""
                CREATE TABLE t (a serial, v text, b int GENERATED ALWAYS AS IDENTITY, c int GENERATED BY DEFAULT AS IDENTITY,
                    d date DEFAULT '2024-02-29', id int, e text)""");

        databases.succeed(
                databases.job().tables("t").read("v", "id").to("t", "v", "id").mode(mode));

        databases.assertSame("(SELECT id, v, id, id, date '2024-02-29', id, NULL::text FROM t)", "t");
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void rowLevelSecurityDecides(WriteMode mode) throws SQLException {
        createSource();
        String user = "sluice_rls_" + mode;
        databases.destination().createUser(user, "secret");
        databases
                .destination()
                .execute(
                        "CREATE TABLE t (id int, v text)",
                        "GRANT INSERT ON t TO " + user,
                        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                        "CREATE POLICY even ON t FOR INSERT WITH CHECK (id % 50 > 0)");
        TestJob job = databases
                .job()
                .table("t")
                .into(place -> place.as(user, "secret"))
                .mode(mode)
                .bearAll();

        databases.succeed(job);

        databases.assertSame("(SELECT * FROM t WHERE id % 50 > 0)", "t");
        assertThat(job.dirtyRows()).hasSize(6).allSatisfy(row -> {
            assertThat(row.sqlState()).isEqualTo("42501");
            assertThat(row.message()).contains("row-level security policy");
        });
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void aViewsCheckOptionDecides(WriteMode mode) throws SQLException {
        createSource();
        databases
                .destination()
                .execute(
                        "CREATE TABLE base (id int, v text)",
                        "CREATE VIEW t AS SELECT * FROM base WHERE id <= 290 WITH CHECK OPTION");
        TestJob job = databases.job().table("t").mode(mode).bearAll();

        databases.succeed(job);

        databases.assertSame("(SELECT * FROM t WHERE id <= 290)", "base");
        assertThat(job.dirtyRows()).hasSize(10).extracting(DirtyRow::sqlState).containsOnly("44000");
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void aForeignTableTakesRows(WriteMode mode) throws SQLException {
        createSource();
        databases
                .destination()
                .execute(
                        "CREATE EXTENSION postgres_fdw",
                        "CREATE SCHEMA far",
                        "CREATE TABLE far.t (id int PRIMARY KEY, v text)",
                        "INSERT INTO far.t VALUES (7, 'there')",
                        "CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%d', dbname '%s')"
                                .formatted(
                                        databases.destination().server().host(),
                                        databases.destination().server().port(),
                                        databases.destination().name()),
                        "CREATE USER MAPPING FOR CURRENT_USER SERVER self OPTIONS (user '%s', password '%s')"
                                .formatted(
                                        databases.destination().server().user(),
                                        databases.destination().server().password()),
                        "CREATE FOREIGN TABLE t (id int, v text) SERVER self OPTIONS (schema_name 'far')");
        TestJob job = databases.job().table("t").mode(mode).bearAll();

        databases.succeed(job);

        databases.assertSame("(SELECT id, CASE id WHEN 7 THEN 'there' ELSE v END FROM t)", "far.t");
        assertThat(job.dirtyRows()).extracting(DirtyRow::sqlState).containsExactly("23505");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE MATERIALIZED VIEW t AS SELECT 1 AS id, 'x'::text AS v | public.t is a materialized view that takes no rows",
                "CREATE VIEW t AS SELECT 1 AS id, 'x'::text AS v              | public.t is a view that takes no rows",
                "CREATE TABLE t (id int, v text, w text)                      | The reader gives 2 columns and the writer takes 3 of public.t",
                "CREATE TABLE t (id int)                                      | The reader gives 2 columns and the writer takes 1 of public.t",
                "CREATE SEQUENCE t                                            | There is no table t in the destination",
                "CREATE TABLE other (id int)                                  | There is no table t in the destination",
                "CREATE TABLE t (id int4range, v text)                        | no int4range column can hold id, which is integer",
                "CREATE TABLE t (id point, v text)                            | no point column can hold id, which is integer",
                "CREATE TABLE t (id int[], v text)                            | no integer[] column can hold id, which is integer",
                "CREATE TABLE t (id uuid, v text)                             | no uuid column can hold id, which is integer"
            })
    void whatCannotTakeThemIsRefusedBeforeTheRun(String sql, String reason) throws SQLException {
        createSource();
        databases.destination().execute(sql);

        assertThat(failures(databases.job().table("t"))).singleElement().satisfies(finding -> {
            assertThat(finding.detail()).contains(reason);
            assertThat(finding.cure()).isPresent();
        });
        assertThat(databases.job().table("t").run().error()).get().asString().contains(reason);
    }

    @Test
    void theTableThatIsMissingCanBeMadeByTheAdvice() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE DOMAIN d AS int",
                        "CREATE TABLE t (\"Id\" int, a varchar(7), b char(3), c numeric(8,2), d bit(4), e timestamp(3), f text[],"
                                + " g \"char\", h d)",
                        "INSERT INTO t VALUES (1, 'a', 'b', 1.5, B'0101', '2024-01-01 00:00:00.123', '{x}', 'y', 5)");
        TestJob job = databases.job().table("t").read("*", "'e' AS i", "b || 'x' AS j");
        Finding finding = failures(job).get(0);
        String advice = finding.cure().orElseThrow();
        databases.destination().execute("CREATE DOMAIN d AS int", advice.substring(advice.indexOf("CREATE TABLE")));

        databases.succeed(job);

        databases.assertSame("(SELECT *, 'e', b || 'x' FROM t)", "t");
    }

    @ParameterizedTest
    @CsvSource({
        "id nosuch, There is no column nosuch in the destination public.t",
        "id id, A column of public.t is named twice",
        "id twice, Column twice of public.t is computed by the server"
    })
    void columnsOfTheWriterAreChecked(String columns, String reason) throws SQLException {
        Since.assume(Since.GENERATED_COLUMNS);
        createSource();
        databases
                .destination()
                .execute("CREATE TABLE t (id int, v text, twice int GENERATED ALWAYS AS (id * 2) STORED)");
        String[] names = columns.split(" ", -1);

        assertThat(failures(databases.job().tables("t").to("t", names)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains(reason));
    }

    private static List<Finding> failures(TestJob job) {
        return job.check().stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
    }
}
