package dev.sluice.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad rows at the borders of batches and groups: batches of ten rows, groups of three batches, the last one with two. */
final class DirtyPlacesTest {
    private static final int ROWS = 75;

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /** Who refuses a row: the type's input, with the line, or a trigger after the statement, without. */
    enum Refusal {
        INPUT("22P02", "CREATE TABLE t (id int, v int)"),
        TRIGGER("P0001", """
                CREATE TABLE t (id int, v text);
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'bad'; END $$;
                CREATE TRIGGER refuse AFTER INSERT ON t FOR EACH ROW WHEN (NEW.v = 'x') EXECUTE PROCEDURE refuse()""");

        private final String sqlState;
        private final String setUp;

        Refusal(String sqlState, String setUp) {
            this.sqlState = sqlState;
            this.setUp = setUp;
        }
    }

    static Stream<Arguments> cases() {
        List<int[]> places = List.of(
                new int[] {0},
                new int[] {9},
                new int[] {10},
                new int[] {29},
                new int[] {30},
                new int[] {74},
                new int[] {0, 74},
                new int[] {9, 10, 29, 30, 59, 60},
                IntStream.range(20, 30).toArray(),
                IntStream.range(30, 60).toArray(),
                IntStream.range(0, ROWS).filter(i -> i % 2 == 0).toArray(),
                IntStream.range(0, ROWS).toArray());
        return places.stream()
                .flatMap(bad -> Arrays.stream(Refusal.values())
                        .flatMap(refusal -> Stream.of(false, true).map(staged -> Arguments.of(bad, refusal, staged))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsThem(int[] bad, Refusal refusal, boolean staged) throws Exception {
        databases.destination().execute(refusal.setUp);
        if (staged) {
            databases.destination().execute("CREATE RULE staged AS ON INSERT TO t DO ALSO NOTHING");
        }
        List<Integer> badIds = Arrays.stream(bad).boxed().toList();
        List<byte[]> lines = IntStream.range(0, ROWS)
                .mapToObj(i -> (i + "\t" + (badIds.contains(i) ? "x" : i)).getBytes(UTF_8))
                .toList();

        try (Feed feed = new Feed(databases.job().to("t"), 10, 3)) {
            feed.write(lines);
            feed.commit();

            assertThat(feed.rejected())
                    .containsExactlyElementsOf(badIds.stream()
                            .map(i -> refusal.sqlState + " " + i + "\tx")
                            .toList());
            assertThat(feed.committedRows()).isEqualTo(ROWS - bad.length);
        }
        assertThat(ids())
                .containsExactlyElementsOf(IntStream.range(0, ROWS)
                        .filter(i -> !badIds.contains(i))
                        .boxed()
                        .toList());
    }

    static Stream<Arguments> malformedTexts() {
        return Stream.of("a\0b", "\0", "\u00ff", "\u00c3", "a\u00c0\u0080b", "\u00ed\u00a0\u0080")
                .flatMap(text -> Stream.of(
                        Arguments.of(text, List.of(0)),
                        Arguments.of(text, List.of(37)),
                        Arguments.of(text, List.of(0, 1, 9, 10, 30, 74))));
    }

    /** {@code text} is read as one byte per character. */
    @ParameterizedTest
    @MethodSource("malformedTexts")
    void findsBytesThatAreNoText(String text, List<Integer> bad) throws Exception {
        databases.destination().execute("CREATE TABLE t (id int, v text)");
        List<byte[]> lines = IntStream.range(0, ROWS)
                .mapToObj(i -> (i + "\t" + (bad.contains(i) ? text : "good")).getBytes(ISO_8859_1))
                .toList();

        try (Feed feed = new Feed(databases.job().to("t"), 10, 3)) {
            feed.write(lines);
            feed.commit();

            assertThat(feed.rejected()).hasSize(bad.size()).allMatch(row -> row.startsWith("22021 "));
        }
        assertThat(ids()).hasSize(ROWS - bad.size()).doesNotContainAnyElementsOf(bad);
    }

    private static List<Integer> ids() throws SQLException {
        return databases.destination().query("SELECT id FROM t ORDER BY id").stream()
                .map(row -> Integer.valueOf(row.get(0)))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
