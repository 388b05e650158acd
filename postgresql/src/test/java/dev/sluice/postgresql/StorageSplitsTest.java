package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads that are divided by how rows are stored: every row is read exactly once. */
final class StorageSplitsTest {
    private static final String ROWS = "SELECT i, i % 100, 'row ' || i FROM generate_series(0, 2999) i";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /**
     * A relation {@code r (id int, part int, v text)} of the source.
     *
     * @param method what the plan says, with {@code splitPk} and without
     */
    private record Shape(String name, List<String> sql, Method method) {
        record Method(String withKey, String without) {}

        /** Returns the first version that has such a thing. */
        int since() {
            return sql.stream().anyMatch(statement -> statement.matches(".*(BY HASH|PARTITION OF .* DEFAULT).*"))
                    ? Since.MORE_PARTITIONS
                    : 10;
        }

        /** Where ranges of ctid cannot be found a key does without an index, too. */
        String withKey() {
            return Since.isThere(Since.TID_RANGES) || method.withKey().startsWith("ranges")
                    ? method.withKey()
                    : "ranges of \"id\"";
        }

        String without() {
            if (Since.isThere(Since.TID_RANGES) || !method.without().equals("ctid ranges")) {
                return method.without();
            }
            return sql.toString().contains("PRIMARY KEY") ? "ranges of \"id\"" : "without primary key";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Shape shape(String name, String withKey, String without, String... sql) {
        return new Shape(name, List.of(sql), new Shape.Method(withKey, without));
    }

    private static String part(String name, String bounds) {
        return "CREATE TABLE " + name + " PARTITION OF r FOR VALUES " + bounds;
    }

    static Stream<Shape> shapes() {
        String table = "CREATE TABLE r (id int, part int, v text)";
        String range = "CREATE TABLE r (id int, part int, v text) PARTITION BY RANGE (part)";
        String base = "CREATE TABLE base (id int, part int, v text)";
        String fill = "INSERT INTO r " + ROWS;
        String fillBase = "INSERT INTO base " + ROWS;
        String key = "ranges of \"id\"";
        return Stream.of(
                shape("table without a key", "no index leads with \"id\"", "ctid ranges", table, fill),
                shape("table with its key", key, "ctid ranges", table, "ALTER TABLE r ADD PRIMARY KEY (id)", fill),
                shape(
                        "table whose indexes are no ranges",
                        "no index leads with \"id\"",
                        "ctid ranges",
                        table,
                        "CREATE INDEX ON r USING hash (id)",
                        "CREATE INDEX ON r (part, id)",
                        "CREATE INDEX ON r (id) WHERE part > 5",
                        fill),
                shape(
                        "few pages with large values out of line",
                        key,
                        key,
                        table,
                        "ALTER TABLE r ADD PRIMARY KEY (id)",
                        "ALTER TABLE r ALTER v SET STORAGE EXTERNAL",
                        "INSERT INTO r SELECT i, i, repeat('v', 1000000) FROM generate_series(1, 12) i"),
                shape("empty table", "no index leads with", "ctid ranges", table),
                shape("one row", "no index leads with", "ctid ranges", table, "INSERT INTO r VALUES (1, 1, 'one')"),
                shape(
                        "table with dead rows and empty pages",
                        "no index leads with",
                        "ctid ranges",
                        table,
                        fill,
                        "DELETE FROM r WHERE id < 2500 AND id % 2 = 0",
                        "UPDATE r SET v = v || '!' WHERE part < 50"),
                shape(
                        "range partitions",
                        key,
                        "the 4 partitions",
                        range,
                        part("r1", "FROM (MINVALUE) TO (10)"),
                        part("r2", "FROM (10) TO (90)"),
                        part("r3", "FROM (90) TO (MAXVALUE)"),
                        "CREATE TABLE r4 PARTITION OF r DEFAULT",
                        fill),
                shape(
                        "list partitions, one empty, with NULLs",
                        key,
                        "the 3 partitions",
                        "CREATE TABLE r (id int, part int, v text) PARTITION BY LIST ((part % 4))",
                        part("r1", "IN (0, 1)"),
                        part("r2", "IN (2, 3, NULL)"),
                        part("r3", "IN (7)"),
                        fill,
                        "INSERT INTO r VALUES (NULL, NULL, NULL)"),
                shape(
                        "hash partitions",
                        key,
                        "the 2 partitions",
                        "CREATE TABLE r (id int, part int, v text) PARTITION BY HASH (id)",
                        part("r1", "WITH (MODULUS 2, REMAINDER 0)"),
                        part("r2", "WITH (MODULUS 2, REMAINDER 1)"),
                        fill),
                shape(
                        "partitions of partitions",
                        key,
                        "the 3 partitions",
                        range,
                        part("r1", "FROM (0) TO (50)") + " PARTITION BY LIST (part)",
                        "CREATE TABLE r1a PARTITION OF r1 FOR VALUES IN (1, 2, 3)",
                        "CREATE TABLE r1b PARTITION OF r1 DEFAULT",
                        part("r2", "FROM (50) TO (100)"),
                        fill),
                shape(
                        "partitions with another order of columns",
                        key,
                        "the 2 partitions",
                        range,
                        "CREATE TABLE r1 (gone bool, v text, part int, id int)",
                        "ALTER TABLE r1 DROP gone",
                        "ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (50)",
                        "CREATE SCHEMA \"Other\"",
                        "CREATE TABLE \"Other\".\"R 2\" (part int, id int, v text)",
                        "ALTER TABLE r ATTACH PARTITION \"Other\".\"R 2\" FOR VALUES FROM (50) TO (100)",
                        fill),
                shape("no partitions", key, "is a partitioned table without primary key", range),
                shape(
                        "inheritance",
                        "no index leads with",
                        "ctid ranges",
                        table,
                        "CREATE TABLE child (more text) INHERITS (r)",
                        "CREATE TABLE grandchild () INHERITS (child)",
                        "INSERT INTO r " + ROWS + " WHERE i < 20",
                        "INSERT INTO child " + ROWS + " WHERE i >= 20 AND i < 2000",
                        "INSERT INTO grandchild " + ROWS + " WHERE i >= 2000"),
                shape(
                        "view",
                        key,
                        "is a view without primary key",
                        base,
                        fillBase,
                        "CREATE VIEW r AS SELECT * FROM base"),
                shape(
                        "materialized view",
                        "no index leads with",
                        "ctid ranges",
                        base,
                        fillBase,
                        "CREATE MATERIALIZED VIEW r AS SELECT * FROM base"));
    }

    static Stream<Arguments> shapesByKey() {
        return shapes().flatMap(shape -> Stream.of(Arguments.of(shape, true), Arguments.of(shape, false)));
    }

    @ParameterizedTest(name = "{0}, by key: {1}")
    @MethodSource("shapesByKey")
    void everyRowIsReadOnce(Shape shape, boolean byKey) throws SQLException {
        Since.assume(shape.since());
        databases.source().execute(shape.sql().toArray(String[]::new));
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");
        TestJob job = databases.job().table("r").channels(4);

        databases.succeed(byKey ? job.splitPk("id") : job);

        databases.assertSame("(SELECT id, part, v FROM r)", "r");
        assertThat(job.plan().splits().method()).contains(byKey ? shape.withKey() : shape.without());
    }

    @Test
    void aPartitionIsCutByPagesWhereItIsLarge() throws SQLException {
        Since.assume(Since.TID_RANGES);
        databases
                .source()
                .execute(
                        "CREATE TABLE r (id int, part int, v text) PARTITION BY LIST (part)",
                        part("small", "IN (1)"),
                        part("large", "IN (2)"),
                        "INSERT INTO r SELECT i, CASE WHEN i % 10 = 0 THEN 1 ELSE 2 END, repeat('x', 100)"
                                + " FROM generate_series(1, 10000) i");
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");
        TestJob job = databases.job().table("r").channels(4).splitFactor(5);

        databases.succeed(job);

        databases.assertSame("r");
        assertThat(labels(job))
                .filteredOn(label -> label.startsWith("public.large pages"))
                .hasSizeBetween(15, 19);
        assertThat(labels(job))
                .filteredOn(label -> label.startsWith("public.small"))
                .hasSizeBetween(1, 2);
    }

    @Test
    void expressionsMayNameThePartitionedTable() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE \"R\" (id int, part int, v text) PARTITION BY LIST (part)",
                        "CREATE TABLE r1 PARTITION OF \"R\" FOR VALUES IN (1)",
                        "CREATE TABLE r2 PARTITION OF \"R\" FOR VALUES IN (2)",
                        "INSERT INTO \"R\" SELECT i, i % 2 + 1, 'v' FROM generate_series(1, 100) i");
        databases.destination().execute("CREATE TABLE r (id int, part text, v text)");
        TestJob job = databases
                .job()
                .tables("R")
                .to("r")
                .read("id", "\"R\".tableoid::regclass::text", "v")
                .where("\"R\".id > 50")
                .channels(2);

        databases.succeed(job);

        databases.assertSame("(SELECT id, tableoid::regclass::text, v FROM \"R\" WHERE id > 50)", "r");
        assertThat(job.splits()).hasSize(2);
    }

    @Test
    void childrenCountForTheCutting() throws SQLException {
        Since.assume(Since.TID_RANGES);
        databases
                .source()
                .execute(
                        "CREATE TABLE r (id int, part int, v text)",
                        "CREATE TABLE child () INHERITS (r)",
                        "INSERT INTO child " + ROWS);
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");
        TestJob job = databases.job().table("r").channels(4);

        databases.succeed(job);

        databases.assertSame("r");
        assertThat(job.splits()).hasSizeGreaterThan(10);
    }

    @Test
    void aParentsNotNullBindsNoChild() throws SQLException {
        Since.assumeBefore(Since.NOT_NULL_INHERITED);
        databases
                .source()
                .execute(
                        "CREATE TABLE r (id int NOT NULL, part int, v text)",
                        "CREATE INDEX ON r (id)",
                        "CREATE TABLE child () INHERITS (r)",
                        "ALTER TABLE child ALTER id DROP NOT NULL",
                        "INSERT INTO child " + ROWS,
                        "INSERT INTO child VALUES (NULL, 1, 'no key')");
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");

        databases.succeed(databases.job().table("r").splitPk("id").channels(4));

        databases.assertSame("r");
    }

    @ParameterizedTest
    @CsvSource({"id", ","})
    void aForeignTable(String splitPk) throws SQLException {
        TestDatabase source = databases.source();
        source.execute(
                "CREATE SCHEMA far",
                "CREATE TABLE far.r (id int, part int, v text)",
                "INSERT INTO far.r " + ROWS,
                "INSERT INTO far.r VALUES (NULL, 1, 'no key')");
        linkToItself(source);
        source.execute(
                "CREATE FOREIGN TABLE r (id int NOT NULL, part int, v text) SERVER self OPTIONS (schema_name 'far')");
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");
        TestJob job = databases.job().table("r").channels(4);

        databases.succeed(splitPk == null ? job : job.splitPk(splitPk));

        databases.assertSame("r");
        assertThat(job.plan().splits().method())
                .contains(splitPk == null ? "is a foreign table without primary key" : "ranges of \"id\"");
    }

    @Test
    void aQueryOfAForeignTable() throws SQLException {
        TestDatabase source = databases.source();
        source.execute(
                "CREATE SCHEMA far",
                "CREATE TABLE far.r (id int, part int, v text)",
                "INSERT INTO far.r " + ROWS,
                "INSERT INTO far.r VALUES (NULL, 1, 'no key'), (NULL, 2, 'none')");
        linkToItself(source);
        source.execute(
                "CREATE FOREIGN TABLE r (id int NOT NULL, part int, v text) SERVER self OPTIONS (schema_name 'far')");
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");

        databases.succeed(databases
                .job()
                .queries("SELECT id, part, v FROM r")
                .splitPk("id")
                .to("r")
                .channels(4));

        databases.assertSame("r");
    }

    @Test
    void aForeignPartition() throws SQLException {
        Since.assume(Since.MORE_PARTITIONS);
        TestDatabase source = databases.source();
        source.execute("CREATE SCHEMA far", "CREATE TABLE far.r1 (id int, part int, v text)");
        linkToItself(source);
        source.execute(
                "CREATE TABLE r (id int, part int, v text) PARTITION BY RANGE (part)",
                "CREATE FOREIGN TABLE r1 PARTITION OF r FOR VALUES FROM (0) TO (50) SERVER self OPTIONS (schema_name 'far')",
                "CREATE TABLE r2 PARTITION OF r FOR VALUES FROM (50) TO (100)",
                "INSERT INTO r " + ROWS);
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");
        TestJob job = databases.job().table("r").channels(4);

        databases.succeed(job);

        databases.assertSame("r");
    }

    private static void linkToItself(TestDatabase source) throws SQLException {
        source.execute(
                "CREATE EXTENSION postgres_fdw",
                "CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%d', dbname '%s')"
                        .formatted(source.server().host(), source.server().port(), source.name()),
                "CREATE USER MAPPING FOR CURRENT_USER SERVER self OPTIONS (user '%s', password '%s')"
                        .formatted(source.server().user(), source.server().password()));
    }

    @Test
    void severalTablesAreReadAsOne() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE a (id int, part int, v text)",
                        "CREATE TABLE b (part int, v text, id int PRIMARY KEY)",
                        "CREATE VIEW c AS SELECT * FROM a",
                        "INSERT INTO a " + ROWS,
                        "INSERT INTO b SELECT part, v, id + 5000 FROM a");
        databases.destination().execute("CREATE TABLE r (id int, part int, v text)");
        TestJob job = databases
                .job()
                .tables("a", "b", "c")
                .to("r")
                .read("id", "part", "v")
                .channels(3);

        databases.succeed(job);

        databases.assertSame(
                "(SELECT id, part, v FROM a UNION ALL SELECT id, part, v FROM b UNION ALL SELECT id, part, v FROM c)",
                "r");
        assertThat(labels(job)).doesNotHaveDuplicates();
    }

    @Test
    void tablesOfOtherTypesAreRefused() throws SQLException {
        databases.source().execute("CREATE TABLE a (id int, v text)", "CREATE TABLE b (id bigint, v text)");
        databases.destination().execute("CREATE TABLE r (id int, v text)");

        assertThat(databases.job().tables("a", "b").to("r").check())
                .anySatisfy(finding -> assertThat(finding.detail())
                        .isEqualTo("public.b does not have the same column types as public.a"));
    }

    private static List<String> labels(TestJob job) {
        return new ArrayList<>(job.splits().stream().map(PostgresSplit::label).toList());
    }
}
