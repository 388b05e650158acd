package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of schemas, tables and columns work as they are, with and without quotes. */
final class NamesTest {
    private static final List<String> NAMES = List.of(
            "plain",
            "123Test",
            "Mixed-Case",
            "ORDER",
            "order",
            "user",
            "select",
            "a\"b",
            "a\"\"b\"",
            "a.b",
            "a'b",
            "a\\b",
            "a?b",
            "a{b}",
            "a$1",
            "a:b",
            "a%sb",
            "a;--b",
            "a, b",
            "(a)",
            "*a",
            "数据表",
            "naïve ﬁ",
            "İI",
            "with blank",
            " leading",
            "trailing ",
            "a\nb",
            "é".repeat(31) + "x");

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static Stream<Arguments> writings() {
        return NAMES.stream().flatMap(name -> Stream.of(Arguments.of(name, name), Arguments.of(name, quoted(name))));
    }

    private static void createTable(String schema, String name) throws SQLException {
        for (TestDatabase database : List.of(databases.source(), databases.destination())) {
            database.execute(
                    "CREATE SCHEMA IF NOT EXISTS " + quoted(schema),
                    "CREATE TABLE " + quoted(schema) + "." + quoted(name) + " (" + quoted(name)
                            + " int PRIMARY KEY, other text)");
        }
        databases
                .source()
                .execute("INSERT INTO " + quoted(schema) + "." + quoted(name)
                        + " SELECT i, 'row ' || i FROM generate_series(1, 100) i");
    }

    @ParameterizedTest
    @MethodSource("writings")
    void ofTablesAndColumns(String name, String written) throws SQLException {
        createTable("public", name);

        TestJob job = databases
                .job()
                .table(written)
                .read("other", written)
                .to(written, "other", written)
                .splitPk(written)
                .channels(2);
        databases.succeed(job);

        databases.assertSame(quoted(name));
        assertThat(databases.count(quoted(name))).isEqualTo(100);
        assertThat(job.plan().source().columns()).extracting("name").containsExactly("other", name);
        assertThat(job.plan().splits().method()).startsWith("ranges of " + quoted(name));
    }

    @ParameterizedTest
    @MethodSource("writings")
    void withTheirSchema(String name, String written) throws SQLException {
        createTable(name, name);
        boolean ambiguous = name.equals(written) && name.contains(".");
        String table = (ambiguous ? quoted(name) : written) + "." + (ambiguous ? quoted(name) : written);

        databases.succeed(databases.job().table(table).channels(2));

        databases.assertSame(quoted(name) + "." + quoted(name));
    }

    @Test
    void withTheirDatabase() throws SQLException {
        createTable("Sales", "Orders");
        TestJob job = databases
                .job()
                .tables(databases.source().name() + ".Sales.Orders")
                .to(databases.destination().name() + ".Sales.Orders");

        databases.succeed(job);

        databases.assertSame("\"Sales\".\"Orders\"");
    }

    @ParameterizedTest
    @CsvSource({"ORDERS, ID", "Orders, Id", "PUBLIC.Orders, iD", "public.orders, id"})
    void plainNamesThatOnlyFitInLowerCaseAreTakenAsPostgresqlWould(String table, String column) throws SQLException {
        databases.onBoth("CREATE TABLE orders (id int PRIMARY KEY, v text)");
        databases.source().execute("INSERT INTO orders SELECT i, 'x' FROM generate_series(1, 50) i");

        databases.succeed(databases
                .job()
                .table(table)
                .read(column, "V")
                .to(table, column, "V")
                .splitPk(column)
                .channels(2));

        databases.assertSame("orders");
    }

    @Test
    void theExactNameGoesBeforeTheOneInLowerCase() throws SQLException {
        databases.onBoth("CREATE TABLE orders (id int)", "CREATE TABLE \"Orders\" (\"ID\" int, id int)");
        databases.source().execute("INSERT INTO \"Orders\" VALUES (1, 2)");

        databases.succeed(databases.job().table("Orders").read("ID").to("Orders", "ID"));

        assertThat(databases.destination().query("SELECT \"ID\", id FROM \"Orders\""))
                .containsExactly(java.util.Arrays.asList("1", null));
    }

    @Test
    void tablesAreFoundAlongTheSearchPath() throws SQLException {
        databases.onBoth(
                "CREATE SCHEMA app",
                "CREATE TABLE app.orders (id int)",
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database()); END $$");
        databases.source().execute("INSERT INTO app.orders VALUES (1)");

        databases.succeed(databases.job().table("orders"));

        databases.assertSame("app.orders");
        databases.onBoth(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET search_path', current_database()); END $$");
    }
}
