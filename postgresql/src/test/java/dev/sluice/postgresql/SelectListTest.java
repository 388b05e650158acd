package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job file may ask of a source besides names: whatever PostgreSQL takes. */
final class SelectListTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, name text, amount numeric(8,2), doc jsonb, \"user\" text)",
                        "INSERT INTO t SELECT i, 'name ' || i, i / 3.0, jsonb_build_object('a', i, 'b?', '{x}'), 'me'"
                                + " FROM generate_series(1, 60) i");
    }

    private static void assertReads(TestJob job, String expected) throws SQLException {
        databases.destination().execute("CREATE TABLE r (a text, b text, c text)");
        databases.succeed(job.to("r").channels(2));
        databases.assertSame(
                "(SELECT " + text("a") + text("b") + text("c") + "1 FROM (" + expected + "\n) x (a, b, c))",
                "(SELECT *, 1 FROM r)");
    }

    /** The type's own text form, which is what COPY gives. */
    private static String text(String column) {
        return "CASE WHEN " + column + " IS NOT DISTINCT FROM NULL THEN NULL ELSE concat(" + column + ") END, ";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'constant'",
                "'it''s'",
                "E'a\\\\b'",
                "42",
                "-1.5",
                "NULL",
                "true",
                "current_user",
                "user",
                "upper(name)",
                "amount * 2",
                "amount::int",
                "CAST(amount AS int)",
                "coalesce(nullif(name, 'name 7'), '-', 'x')",
                "CASE WHEN id % 2 = 0 THEN 'even' ELSE 'odd' END",
                "doc ->> 'a'",
                "doc ? 'b?'",
                "doc @> '{\"b?\": \"{x}\"}'",
                "(SELECT max(id) FROM t)",
                "row_number() OVER (PARTITION BY id)",
                "t.name",
                "public.t.name",
                "\"t\".\"name\"",
                "t",
                "ARRAY[id, 2]",
                "name || '-- no comment'",
                "name -- a comment",
                "name /* a comment */",
                "'{fn now()}'",
                "'?'",
                "$$dollar$$",
                "name AS renamed",
                "name renamed",
                "xmin::text IS NULL"
            })
    void columnsCanBeExpressions(String entry) throws SQLException {
        String column = entry.equals("user") ? "\"user\"" : entry;
        assertReads(
                databases.job().tables("t").read("id", entry, "'end'").splitPk("id"),
                "SELECT id, " + column + "\n, 'end' FROM t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "id, name, amount; SELECT id, name, amount FROM t",
                "id, id, id; SELECT id, id, id FROM t",
                "1, 1, 1; SELECT 1, 1, 1 FROM t"
            })
    void anEntryCanBeSeveralColumns(String entry, String expected) throws SQLException {
        assertReads(databases.job().tables("t").read(entry).splitPk("id"), expected);
    }

    @Test
    void theSameColumnTwice() throws SQLException {
        assertReads(databases.job().tables("t").read("id", "name", "id").splitPk("id"), "SELECT id, name, id FROM t");
    }

    @Test
    void theStarAmongOthers() throws SQLException {
        databases.source().execute("CREATE TABLE s (b text, c text)", "INSERT INTO s VALUES ('b', 'c')");

        assertReads(databases.job().tables("s").read("'a'", "*"), "SELECT 'a', * FROM s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id > 30",
                "id > 30 -- and so on",
                "id > 30 /* and so on */",
                "id < 5 OR id > 50",
                "doc ? 'b?'",
                "doc ?| ARRAY['x', 'b?']",
                "doc @> '{\"b?\": \"{x}\"}'",
                "name LIKE 'name\\_%' OR name ~ '^n.*[13]$'",
                "name <> 'it''s' AND name <> '{d ''2024''}'",
                "id IN (SELECT max(id) FROM t)",
                "\"user\" = 'me'",
                "t.id = 3",
                "false"
            })
    void conditions(String where) throws SQLException {
        assertReads(
                databases
                        .job()
                        .tables("t")
                        .read("id", "name", "amount")
                        .where(where)
                        .splitPk("id"),
                "SELECT id, name, amount FROM t WHERE " + where + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, name, amount FROM t;",
                "SELECT id, name, amount FROM t ; ;\n",
                "SELECT id, name, amount FROM t -- all",
                "SELECT id, name, amount FROM t; -- all",
                "SELECT id, name, amount FROM t; /* all; */",
                "-- first\nSELECT id, name, amount FROM t",
                "/* first */ SELECT id, name -- the name\n, amount FROM t",
                "SELECT id, doc ? 'a', doc ?| ARRAY['a?', 'b'] FROM t",
                "SELECT id, '{fn now()}', '?' FROM t",
                "SELECT id, 'a\\b', E'a\\\\b\\n' FROM t",
                "SELECT id, $$a;b$$, ';--' FROM t",
                "SELECT id, id, id FROM t",
                "SELECT id, name AS \"a\"\"b\", amount AS \"数\" FROM t",
                "SELECT id, name, amount FROM t ORDER BY 1 DESC LIMIT 7",
                "SELECT 1, 2, 3 WHERE false"
            })
    void queries(String query) throws SQLException {
        assertReads(databases.job().queries(query), BareStatement.of(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nme          | column entry 2: nme     | column \"nme\" does not exist",
                "upper(name   | column entry 2          | syntax error",
                "nosuch(name) | column entry 2          | function nosuch(text) does not exist",
                "name::nosuch | column entry 2          | type \"nosuch\" does not exist",
                "u.name       | column entry 2: u.name  | missing FROM-clause entry for table \"u\"",
                "\"Name\"     | column entry 2          | column \"Name\" does not exist",
                "name; SELECT | column entry 2          | syntax error"
            })
    void anEntryThatIsRefusedIsNamed(String entry, String place, String reason) throws SQLException {
        databases.destination().execute("CREATE TABLE r (a text, b text)");

        Finding finding = failed(databases.job().tables("t").read("id", entry).to("r"));

        assertThat(finding.check()).isEqualTo("source columns");
        assertThat(finding.detail()).contains("public.t").contains(place).contains(reason);
        assertThat(finding.cure()).isPresent();
    }

    @Test
    void aColumnThatIsMissingIsAnsweredWithTheNearestAndAllThatAreThere() throws SQLException {
        databases.destination().execute("CREATE TABLE r (a text)");

        Finding finding = failed(databases.job().tables("t").read("nme").to("r"));

        assertThat(finding.cure()).contains("Did you mean name? Its columns are id, name, amount, doc, user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC 1",
                "SELECT nosuch FROM t",
                "SELECT 1; SELECT 2",
                "DELETE FROM t",
                "",
                ";",
                "SELECT",
                "SELECT 1) x; (SELECT 2"
            })
    void aQueryThatIsRefusedIsAFinding(String query) throws SQLException {
        databases.destination().execute("CREATE TABLE r (a text)");

        Finding finding = failed(databases.job().queries(query).to("r"));

        assertThat(finding.check()).isEqualTo("source columns");
        assertThat(finding.detail()).contains("querySql");
        assertThat(databases.source().value("SELECT count(*) FROM t")).isEqualTo("60");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id >", "nosuch = 1", "id = 1; DELETE FROM t", "true); DELETE FROM t; SELECT (true", "id = 'x'"})
    void aConditionThatIsRefusedIsAFinding(String where) throws SQLException {
        databases.destination().execute("CREATE TABLE r (a text)");

        Finding finding =
                failed(databases.job().tables("t").read("id").where(where).to("r"));

        assertThat(finding.check()).isEqualTo("source columns");
        assertThat(finding.detail()).contains("public.t (where: " + where + ")");
        assertThat(databases.source().value("SELECT count(*) FROM t")).isEqualTo("60");
    }

    private static Finding failed(TestJob job) {
        List<Finding> failed = job.check().stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
        assertThat(failed).hasSize(1);
        return failed.get(0);
    }
}
