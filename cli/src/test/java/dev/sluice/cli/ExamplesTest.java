package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ShopDatabase;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example, run as a reader of it would, and the rows that come out at the other end. */
final class ExamplesTest {
    private static final int CUSTOMERS = 100;
    private static final Path EXAMPLES = examples();

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;

    @BeforeEach
    void open() throws SQLException, IOException {
        source = TestingPostgres.shared().newDatabase();
        destination = TestingPostgres.shared().newDatabase();
        try (Connection from = source.connect();
                Connection to = destination.connect()) {
            ShopDatabase.load(from, CUSTOMERS);
            ShopDatabase.createTables(to);
        }
        String typed = """
                create table typed (bigint_arr bigint[], double_arr float8[], text_arr text[], jsonb_obj jsonb, json_obj json)
                """;
        source.execute(typed, """
                insert into typed values
                ('{1,null,9223372036854775807}', '{NaN,-0,1e300}', '{"a,b","\\"", "", null, 文}', '{"b": 1, "a": [2]}', '{"x" : 1 }'),
                ('{}', '{{1,2},{3,4}}', null, 'null', '[]')
                """);
        destination.execute(
                typed,
                "create table generated (code text, amount bigint, born timestamp)",
                "create table revenue (city text, orders bigint, revenue numeric)",
                "create table cities (customer_id bigint primary key, city text not null)",
                "alter table orders drop constraint orders_customer_id_fkey",
                "alter table order_items drop constraint order_items_order_id_fkey",
                "alter table order_items drop constraint order_items_product_id_fkey",
                "alter table \"Reviews\" drop constraint \"Reviews_product-id_fkey\"");
        copy(EXAMPLES, folder);
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    private static Path examples() {
        Path here = Path.of("examples");
        return Files.isDirectory(here) ? here : Path.of("..", "examples");
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String part : List.of("datasources", "jobs")) {
            Files.createDirectory(to.resolve(part));
            try (Stream<Path> files = Files.list(from.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(part).resolve(file.getFileName()));
                }
            }
        }
    }

    private static Map<String, String> environment(String prefix, TestDatabase database) {
        return Map.of(
                prefix + "_HOST", database.server().host(),
                prefix + "_PORT", Integer.toString(database.server().port()),
                prefix + "_DATABASE", database.name(),
                prefix + "_USER", database.server().user(),
                prefix + "_PASSWORD", database.server().password());
    }

    private Outcome run(String example, String... options) {
        return sluice("run", example, options);
    }

    private Outcome sluice(String command, String example, String... options) {
        Map<String, String> environment = new HashMap<>(environment("SOURCE", source));
        environment.putAll(environment("DESTINATION", destination));
        List<String> arguments = new ArrayList<>(List.of(command, example, "--workspace", folder.toString()));
        arguments.addAll(List.of(options));
        return TestWorkspace.sluice(environment, arguments.toArray(String[]::new));
    }

    private static Arguments copies(String example, String table, String rows) {
        return Arguments.of(example, List.of(), "select * from " + table + " " + rows, "select * from " + table);
    }

    static Stream<Arguments> copyingExamples() {
        return Stream.of(
                copies("pgtype", "typed", ""),
                copies("parallel", "orders", ""),
                copies("throttled", "customers", ""),
                copies("odd-names", "\"Reviews\"", ""),
                Arguments.of(
                        "daily",
                        List.of("-p", "bizdate=20240203"),
                        "select * from orders where ordered_at::date = '2024-02-03'",
                        "select * from orders"),
                Arguments.of(
                        "dirty-rows",
                        List.of(),
                        "select id, city from customers where city is not null",
                        "select * from cities"),
                Arguments.of("query-join", List.of(), """
                        select coalesce(city, 'nowhere'), count(distinct o.id), sum(i.quantity * i.price)
                        from customers c join orders o on o.customer_id = c.id join order_items i on i.order_id = o.id
                        group by 1""", "select * from revenue"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("copyingExamples")
    void bringsTheRowsOver(String example, List<String> options, String expected, String arrived) throws SQLException {
        Outcome outcome = run(example + ".json", options.toArray(String[]::new));

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode).returns("", Outcome::out);
        List<List<String>> rows = texts(source, expected);
        assertThat(rows).isNotEmpty();
        assertThat(texts(destination, arrived)).containsExactlyInAnyOrderElementsOf(rows);
    }

    private static List<List<String>> texts(TestDatabase database, String sql) throws SQLException {
        return database.query(sql).stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }

    @Test
    void classicBringsTheRowsOver() throws SQLException {
        Outcome outcome = run(
                "classic.json",
                "-p",
                "source=" + source.jdbcUrl(),
                "-p",
                "-Ddestination=" + destination.jdbcUrl(),
                "-p",
                "-Duser=%s -Dpassword=%s"
                        .formatted(source.server().user(), source.server().password()));

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode);
        assertThat(texts(destination, "select * from order_items"))
                .hasSize(CUSTOMERS * 6)
                .containsExactlyInAnyOrderElementsOf(texts(source, "select * from order_items"));
        assertThat(outcome.err()).doesNotContain(source.server().password());
        assertThat(new TestWorkspace(folder).runs())
                .singleElement()
                .satisfies(run -> assertThat(run.resolve("run.json"))
                        .content()
                        .doesNotContain(source.server().password()));
    }

    @Test
    void dailyMayRunTwice() throws SQLException {
        assertThat(run("daily.json", "-p", "bizdate=20240203").exitCode()).isEqualTo(0);
        Outcome second = run("daily.json", "-p", "bizdate=20240203");

        assertThat(second).as(second.err()).returns(0, Outcome::exitCode);
        assertThat(destination.value("select count(*) = count(distinct id) and count(*) > 0 from orders"))
                .isEqualTo("t");
    }

    @Test
    void postgresqlToStreamPrintsRowsAndNothingElse() {
        Outcome outcome = run("postgresql-to-stream.json");

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode);
        assertThat(outcome.out().lines())
                .containsExactlyInAnyOrder(
                        "1|Customer 1|İzmir",
                        "2|Customer 2|杭州",
                        "3|Customer 3|Austin",
                        "4|Customer 4|null",
                        "5|客户5|Köln");
    }

    @Test
    void streamToStreamPrintsRowsAndNothingElse() {
        Outcome outcome = run("stream-to-stream.json");

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode);
        assertThat(outcome.out()).isEqualTo("42,hello, 世界,t,2.5\n".repeat(3));
    }

    @Test
    void streamToPostgresqlFillsATable() throws SQLException {
        Outcome outcome = run("stream-to-postgresql.json");

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode);
        assertThat(texts(destination, """
                        select count(*), bool_and(length(code) between 8 and 15), bool_and(amount between 1 and 1000000),
                               count(distinct code) > 9900, min(born)
                        from generated""")).containsExactly(List.of("10000", "t", "t", "t", "2026-01-31 08:00:00"));
    }

    @Test
    void dirtyRowsKeepsWhatWasRefused() throws IOException {
        Outcome outcome = run("dirty-rows.json");

        assertThat(outcome.err()).contains("Failures        : 20 dirty");
        Path dirty = new TestWorkspace(folder).runs().get(0).resolve("dirty.jsonl");
        assertThat(Files.readAllLines(dirty))
                .hasSize(20)
                .allSatisfy(line -> assertThat(line).contains("\"23502\"", "\"column\":\"city\""));
    }

    private static final List<String> REALTIME =
            List.of("realtime-database.json", "realtime-table.json", "full-copy.json");

    @Test
    void fullCopyCopiesEveryTable() throws SQLException {
        Outcome outcome = run("full-copy.json");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        for (String table : List.of("customers", "orders", "order_items", "typed")) {
            String count = "select count(*) from " + table;
            assertThat(destination.value(count)).as(table).isEqualTo(source.value(count));
        }
    }

    @Test
    void realtimeTablePrintsMessages() throws SQLException {
        String orders = source.value("select count(*) from orders");

        Outcome outcome = run("realtime-table.json", "--until", "caught-up");
        sluice("drop", "realtime-table.json");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        assertThat(outcome.out()
                        .lines()
                        .filter(line -> line.contains("\"snapshot\":true"))
                        .count())
                .hasToString(orders);
    }

    @Test
    void realtimeDatabaseKeepsWhatIsDeletedAndSaysWhereRowsAreFrom() throws SQLException {
        source.execute("CREATE TABLE t_parts (id int PRIMARY KEY)", "INSERT INTO t_parts VALUES (1), (2)");
        Outcome first = run("realtime-database.json", "--until", "caught-up");
        source.execute("DELETE FROM t_parts WHERE id = 1", "INSERT INTO t_parts VALUES (3)");
        Outcome second = run("realtime-database.json", "--until", "caught-up");
        sluice("drop", "realtime-database.json");
        source.execute("DROP TABLE t_parts");

        assertThat(first.exitCode()).as(first.err()).isEqualTo(0);
        assertThat(second.exitCode()).as(second.err()).isEqualTo(0);
        assertThat(destination.value("SELECT string_agg(p::text, ' ' ORDER BY id) FROM ods_public.parts p"))
                .isEqualTo("(1,t_parts,sluice,t) (2,t_parts,sluice,f) (3,t_parts,sluice,f)");
    }

    @Test
    void noExampleIsLeftOut() throws IOException {
        List<String> tested = new ArrayList<>(List.of(
                "classic.json", "postgresql-to-stream.json", "stream-to-stream.json", "stream-to-postgresql.json"));
        tested.addAll(REALTIME);
        copyingExamples().forEach(arguments -> tested.add(arguments.get()[0] + ".json"));

        try (Stream<Path> files = Files.list(EXAMPLES.resolve("jobs"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(tested);
        }
    }
}
