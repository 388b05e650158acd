package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many bad rows, few, and nothing but bad ones. */
final class DirtyDensityTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static final String CHECKED = "CREATE TABLE t (id int, v int CHECK (v > 0))";
    private static final String REFERRING = "CREATE TABLE t (id int, v int REFERENCES parent)";
    private static final String RULE = "CREATE RULE staged AS ON INSERT TO t DO ALSO NOTHING";

    static Stream<Arguments> densities() {
        return Stream.of(
                Arguments.of(5000, 100, CHECKED, "SELECT"),
                Arguments.of(5000, 100, REFERRING, "SELECT"),
                Arguments.of(5000, 100, REFERRING, RULE),
                Arguments.of(2000, 2, CHECKED, "SELECT"),
                Arguments.of(2000, 2, CHECKED, RULE),
                Arguments.of(2000, 2, REFERRING, "SELECT"),
                Arguments.of(500, 1, CHECKED, "SELECT"),
                Arguments.of(500, 1, REFERRING, "SELECT"),
                Arguments.of(500, 1, REFERRING, RULE));
    }

    /** Every {@code everyNth} row is bad. */
    @ParameterizedTest
    @MethodSource("densities")
    void onlyBadRowsAreLeftOut(int rows, int everyNth, String table, String besides) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v int)",
                        "INSERT INTO t SELECT i, CASE WHEN i %% %d = 0 THEN -i ELSE 1 END FROM generate_series(1, %d) i"
                                .formatted(everyNth, rows));
        databases
                .destination()
                .execute(
                        "CREATE TABLE parent (id int PRIMARY KEY)",
                        "INSERT INTO parent VALUES (1)",
                        table,
                        besides.equals(RULE) ? RULE : "SELECT 1");

        TestJob job = databases.job().table("t").channels(2).bearAll();
        RunReport report = databases.succeed(job);

        assertThat(report.counts().dirtyRecords()).isEqualTo(rows / everyNth);
        assertThat(job.dirtyRows())
                .hasSize(rows / everyNth)
                .extracting(DirtyRow::sqlState)
                .containsOnly(table.equals(CHECKED) ? "23514" : "23503");
        databases.assertSame("(SELECT * FROM t WHERE v > 0)", "t");
    }

    @ParameterizedTest
    @CsvSource({"1, COPY", "4, COPY", "4, INSERT"})
    void ofRowsWithTheSameKeyOneStays(int channels, WriteMode mode) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, k int)",
                        "INSERT INTO t SELECT i, i % 1000 FROM generate_series(1, 3000) i");
        databases.destination().execute("CREATE TABLE t (id int, k int PRIMARY KEY)");

        TestJob job = databases.job().table("t").channels(channels).mode(mode).bearAll();
        RunReport report = databases.succeed(job);

        assertThat(report.counts().recordsWritten()).isEqualTo(1000);
        assertThat(job.dirtyRows()).extracting(DirtyRow::sqlState).containsOnly("23505");
        Stream<String> dirtyIds =
                job.dirtyRows().stream().map(row -> row.values().get("id"));
        Stream<String> storedIds =
                databases.destination().query("SELECT id FROM t").stream().map(row -> row.get(0));
        assertThat(Stream.concat(dirtyIds, storedIds)).doesNotHaveDuplicates().hasSize(3000);
    }

    /** Rows that are refused for several reasons, next to one another; row by row the server says which. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text COLLATE \"C\"",
                "varchar(9)",
                "char(9)",
                "int",
                "int UNIQUE, more int DEFAULT 1, UNIQUE (n, k, id)"
            })
    void reasonsCanBeMixed(String key) throws SQLException {
        String type = key.startsWith("int") ? "int" : "text";
        String table = "(id int CHECK (id % 110 <> 0), v varchar(3), n int NOT NULL, k " + key + ", PRIMARY KEY (k))";
        String taken = "INSERT INTO %s SELECT -1, '', 0, i FROM generate_series(70, 5000, 70) i";
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v text, n int, k " + type + ")",
                        "INSERT INTO t SELECT i, repeat('x', 3 + (i % 80 = 0)::int), nullif(i % 60, 0),"
                                + " i - (i % 90 = 0)::int FROM generate_series(1, 5000) i",
                        "CREATE TABLE judge " + table,
                        taken.formatted("judge"),
                        """
                        DO $$
                        DECLARE r record;
                        BEGIN
                            FOR r IN SELECT * FROM t ORDER BY id LOOP
                                BEGIN
                                    INSERT INTO judge (id, v, n, k) VALUES (r.id, r.v, r.n, r.k);
                                EXCEPTION WHEN integrity_constraint_violation OR string_data_right_truncation THEN
                                    CONTINUE;
                                END;
                            END LOOP;
                        END $$""");
        databases.destination().execute("CREATE TABLE t " + table, taken.formatted("t"));

        TestJob job = databases.job().tables("t").to("t", "id", "v", "n", "k").bearAll();
        databases.succeed(job);

        databases.assertSame("judge", "t");
        assertThat(job.dirtyRows())
                .extracting(DirtyRow::sqlState)
                .contains("23502", "22001", "23514", "23505")
                .hasSizeGreaterThan(200);
    }

    /** The server notices such a row when it stores a thousand rows at once, and blames the last of them. */
    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void aRowThatIsTooBigForAPageCostsNoOther(WriteMode mode) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v text)",
                        "INSERT INTO t SELECT i, CASE WHEN i IN (500, 2300, 7100, 9990) THEN repeat('x', 9000) ELSE 'ok' END"
                                + " FROM generate_series(1, 10000) i");
        databases.destination().execute("CREATE TABLE t (id int, v text)", "ALTER TABLE t ALTER v SET STORAGE plain");

        TestJob job = databases.job().table("t").mode(mode).bearAll();
        RunReport report = databases.succeed(job);

        assertThat(report.counts().recordsWritten()).isEqualTo(9996);
        assertThat(job.dirtyRows())
                .extracting(row -> row.values().get("id"))
                .containsExactlyInAnyOrder("500", "2300", "7100", "9990");
        databases.assertSame("(SELECT * FROM t WHERE v = 'ok')", "t");
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void whatATriggerDropsIsNotWritten(WriteMode mode) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v text, n int)",
                        "INSERT INTO t SELECT i, CASE WHEN i % 50 = 0 THEN 'skip' END, nullif(i % 5, 0)"
                                + " FROM generate_series(1, 10000) i");
        databases
                .destination()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, v text, n int NOT NULL)",
                        "CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN IF NEW.v = ''skip'' THEN RETURN NULL; END IF; RETURN NEW; END'",
                        "CREATE TRIGGER dropping BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE drop_it()");

        TestJob job = databases.job().table("t").mode(mode).bearAll();
        RunReport report = job.run();

        assertThat(report.error()).isEmpty();

        assertThat(databases.destination().value("SELECT count(*) FROM t"))
                .isEqualTo(String.valueOf(report.counts().recordsWritten()));
        assertThat(report.diverted()).isEqualTo(200);
        assertThat(report.counts().dirtyRecords()).isEqualTo(1800);
    }

    /** Names that a statement of the server's own language could take for its variables. */
    @Test
    void columnsMayHaveAnyName() throws SQLException {
        String columns =
                "(id int, name text %1$s, state text, message text, detail text, suspect int, taken int, total int)";
        databases
                .source()
                .execute(
                        "CREATE TABLE t " + columns.formatted(""),
                        "INSERT INTO t SELECT i, CASE WHEN i % 3 > 0 THEN 'n' END, 's', 'm', 'd', i, i, i"
                                + " FROM generate_series(1, 3000) i");
        databases.destination().execute("CREATE TABLE t " + columns.formatted("NOT NULL"));

        TestJob job = databases.job().table("t").bearAll();
        databases.succeed(job);

        databases.assertSame("(SELECT * FROM t WHERE name IS NOT NULL)", "t");
        assertThat(job.dirtyRows()).hasSize(1000).extracting(DirtyRow::message).allMatch(text -> text.contains("name"));
    }

    @Test
    void aRowWhoseParentFollowsInTheSameGroupIsGood() throws SQLException {
        String table = "CREATE TABLE t (id int PRIMARY KEY, parent int %s)";
        databases
                .source()
                .execute(
                        table.formatted(""),
                        "INSERT INTO t SELECT i, nullif(i + 1, 301) FROM generate_series(1, 300) i",
                        "INSERT INTO t VALUES (1000, 9999)");
        databases.destination().execute(table.formatted("REFERENCES t"));

        TestJob job = databases.job().table("t").bearAll();
        RunReport report = databases.succeed(job);

        assertThat(job.dirtyRows()).extracting(row -> row.values().get("id")).containsExactly("1000");
        assertThat(report.counts().recordsWritten()).isEqualTo(300);
    }
}
