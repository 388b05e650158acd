package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad row costs one row, whatever refuses it and however rows get there. */
final class DirtyRowsTest {
    private static final int ROWS = 2000;

    /** First, last, neighbours, and one alone. */
    private static final int[] BAD = {1, 2, 777, 778, 1500, ROWS};

    private static final String BAD_LIST =
            Arrays.stream(BAD).mapToObj(Integer::toString).collect(Collectors.joining(", "));

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /** How rows get there: by COPY into the table, or by INSERT from a stage where the table has a rewrite rule. */
    enum Way {
        COPY(WriteMode.COPY),
        INSERT(WriteMode.INSERT),
        COPY_STAGED(WriteMode.COPY),
        INSERT_STAGED(WriteMode.INSERT);

        private final WriteMode mode;

        Way(WriteMode mode) {
            this.mode = mode;
        }

        boolean staged() {
            return this == COPY_STAGED || this == INSERT_STAGED;
        }
    }

    static Stream<Arguments> cases() {
        return BadValue.ALL.stream()
                .flatMap(bad -> Stream.of(
                        Arguments.of(bad, Way.COPY, RowFormat.BINARY, 1),
                        Arguments.of(bad, Way.INSERT, RowFormat.TEXT, 4),
                        Arguments.of(bad, Way.COPY_STAGED, RowFormat.TEXT, 1),
                        Arguments.of(bad, Way.INSERT_STAGED, RowFormat.BINARY, 4)));
    }

    @ParameterizedTest(name = "{0}, {1} {2} on {3}")
    @MethodSource("cases")
    void costsOneRowEach(BadValue bad, Way way, RowFormat format, int channels) throws SQLException {
        createSource(bad);
        createDestination(bad, way, format);
        TestJob job =
                databases.job().table("t").mode(way.mode).channels(channels).bearAll();

        RunReport report = databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(bad.needsText() ? RowFormat.TEXT : format);
        assertThat(report.counts().recordsRead()).isEqualTo(ROWS);
        assertThat(report.counts().dirtyRecords()).isEqualTo(BAD.length);
        databases.assertSame("(SELECT * FROM t WHERE id NOT IN (" + BAD_LIST + "))", "(SELECT * FROM t WHERE id > 0)");
        assertThat(job.dirtyRows()).allSatisfy(row -> {
            assertThat(row.sqlState()).isEqualTo(bad.sqlState());
            assertThat(row.column()).isEqualTo(bad.column());
            assertThat(row.message()).isNotBlank();
        });
        assertThat(values(job)).containsExactlyInAnyOrderElementsOf(badRows());
    }

    private static void createSource(BadValue bad) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v " + bad.sourceType() + ", note varchar)",
                        "INSERT INTO t SELECT i, CASE WHEN i IN (" + BAD_LIST + ") THEN (" + bad.bad() + ")::"
                                + bad.sourceType() + " ELSE (" + bad.good() + ")::" + bad.sourceType()
                                + " END, CASE WHEN i % 3 > 0 THEN E'a\\tb\\\\n\"' || chr(233) || E'\\n' || i END"
                                + " FROM generate_series(1, " + ROWS + ") i");
    }

    private static void createDestination(BadValue bad, Way way, RowFormat format) throws SQLException {
        List<String> sql = new ArrayList<>(bad.setUp().before());
        sql.add("CREATE TABLE t (id int, v " + bad.targetType() + ", note "
                + (format == RowFormat.BINARY ? "varchar" : "text") + ") "
                + bad.setUp().options());
        bad.setUp().after().forEach(statement -> sql.add(statement.replace(":bad", BAD_LIST)));
        if (way.staged()) {
            sql.add("CREATE RULE staged AS ON INSERT TO t DO ALSO NOTHING");
        }
        databases.destination().execute(sql.toArray(String[]::new));
    }

    private static List<List<@Nullable String>> badRows() throws SQLException {
        return databases.source().query("SELECT id::text, v::text, note FROM t WHERE id IN (" + BAD_LIST + ")");
    }

    private static List<List<@Nullable String>> values(TestJob job) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        job.dirtyRows().forEach(row -> rows.add(new ArrayList<>(row.values().values())));
        return rows;
    }
}
