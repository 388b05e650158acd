package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows go between servers of different versions by every way of dividing the work and of writing. */
final class RowVersionsTest {
    private static final int ROWS = 5000;

    static Stream<VersionPair> pairs() {
        return VersionPair.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void arriveInWholeAndTheBadOnesAreLeftOut(VersionPair pair) throws SQLException {
        TwoDatabases databases = new TwoDatabases(pair.from(), pair.to());
        databases.open();
        try {
            createSources(databases);
            createDestinations(databases);
            for (WriteMode mode : WriteMode.values()) {
                for (String table : List.of("plain", "parts", "ruled")) {
                    assertMoves(databases, table, mode);
                }
            }
        } finally {
            databases.close();
        }
    }

    private static void createSources(TwoDatabases databases) throws SQLException {
        String rows = " SELECT i, 'v' || i, 'n' FROM generate_series(1, " + ROWS + ") i";
        databases
                .source()
                .execute(
                        "CREATE TABLE plain (id bigint PRIMARY KEY, v text, note varchar)",
                        "CREATE TABLE parts (id bigint, v text, note varchar) PARTITION BY RANGE (id)",
                        "CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0) TO (2000)",
                        "CREATE TABLE parts2 PARTITION OF parts FOR VALUES FROM (2000) TO (100000)",
                        "CREATE VIEW ruled AS SELECT * FROM plain",
                        "INSERT INTO plain" + rows,
                        "INSERT INTO parts" + rows,
                        "ANALYZE");
    }

    /** Every thousandth row is refused, and the last table takes rows as text, from a stage. */
    private static void createDestinations(TwoDatabases databases) throws SQLException {
        databases
                .destination()
                .execute(
                        "CREATE TABLE plain (id bigint PRIMARY KEY, v text, note varchar, CHECK (id % 1000 > 0))",
                        "CREATE TABLE parts (id bigint CHECK (id % 1000 > 0), v text, note varchar) PARTITION BY RANGE (id)",
                        "CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0) TO (100000)",
                        "CREATE TABLE ruled (id bigint CHECK (id % 1000 > 0), v text, note text)",
                        "CREATE RULE staged AS ON INSERT TO ruled DO ALSO NOTHING");
    }

    private static void assertMoves(TwoDatabases databases, String table, WriteMode mode) throws SQLException {
        TestJob job = databases
                .job()
                .table(table)
                .mode(mode)
                .channels(3)
                .preSql("TRUNCATE @table")
                .bearAll();

        databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(table.equals("ruled") ? RowFormat.TEXT : RowFormat.BINARY);
        assertThat(job.dirtyRows())
                .hasSize(ROWS / 1000)
                .extracting(DirtyRow::sqlState)
                .containsOnly("23514");
        databases.assertSame("(SELECT * FROM " + table + " WHERE id % 1000 > 0)", table);
    }
}
