package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.ColumnType;
import dev.sluice.row.PgTypes;
import dev.sluice.testkit.TypeSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The tables of docs/types.md say what happens to values of each type. With {@code -Ddocs.write=true} this test writes
 * them; without, it compares.
 */
final class TypesDocTest {
    private static final Path PAGE = Path.of("..", "docs", "types.md");
    private static final String MARK =
            "<!-- From here on the page is made by a test that moves the values: see TypesDocTest. -->\n";
    private static final int LONGEST_EXAMPLE = 40;

    /** The one version that the page is made with, whatever version the other tests run on. */
    private static final int VERSION = 16;

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases(VERSION, VERSION);

    private static final SampleTables TABLES = new SampleTables(databases, TypeSamples.all(VERSION));

    @Test
    void tellsWhatHappensToEveryType() throws IOException, SQLException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(MARK);
        String wanted = page.substring(0, page.indexOf(MARK)) + MARK + tables();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/types.md; write it anew with mvn test -pl postgresql -am -Dtest=TypesDocTest"
                        + " -Ddocs.write=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(wanted);
    }

    private static String tables() throws SQLException {
        TABLES.create();
        Map<String, List<String>> outcomes = outcomes();
        List<RelationColumn> columns = TABLES.columns();
        List<TypeNames.Described> types = TypeNames.of(databases.source(), SampleTables.TABLE);
        List<String> examples = examples(columns);
        TypesPage page = new TypesPage(List.copyOf(outcomes.keySet()));
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            TypeNames.Origin origin = types.get(i).origin();
            page.add(new TypesPage.Line(
                    origin,
                    origin == TypeNames.Origin.OWN
                            ? types.get(i).description()
                            : TABLES.samples().get(i).type(),
                    TABLES.samples().get(i).sinceVersion(),
                    wire(columns.get(i).type(), origin),
                    examples.get(i),
                    outcomes.values().stream().map(path -> path.get(column)).toList()));
        }
        return page.markdown();
    }

    /** Returns for each path how each column fared, in both forms where it can travel in both. */
    private static Map<String, List<String>> outcomes() throws SQLException {
        Map<String, List<String>> outcomes = new LinkedHashMap<>();
        List<String> columns =
                TABLES.columns().stream().map(RelationColumn::name).toList();
        for (SampleTables.Way way : SampleTables.Way.all(1, 8)) {
            Map<String, String> wrong = TABLES.send(way);
            List<String> path = outcomes.computeIfAbsent(
                    path(way),
                    name -> new ArrayList<>(columns.stream().map(column -> "ok").toList()));
            for (int i = 0; i < columns.size(); i++) {
                if (wrong.containsKey(columns.get(i))) {
                    path.set(i, "as " + way.format() + ": " + wrong.get(columns.get(i)));
                }
            }
        }
        return outcomes;
    }

    private static String path(SampleTables.Way way) {
        return way.mode().toString().toLowerCase(Locale.ROOT) + (way.channels() == 1 ? ", one channel" : ", many");
    }

    private static String wire(ColumnType type, TypeNames.Origin origin) {
        if (PgTypes.portable(type)) {
            return "binary";
        }
        return switch (origin) {
            case OWN -> "text: own type";
            case EXTENSION -> "text: extension";
            case PLAIN, NESTED -> PgTypes.find(type.oid()).isPresent() ? "text: empty query" : "text: system type";
        };
    }

    /** Returns for each column the most varied value that fits the page, as it was printed. */
    private static List<String> examples(List<RelationColumn> columns) {
        List<List<String>> rows = PrintedRows.of(
                databases.job(),
                SampleTables.TABLE,
                columns.stream().map(RelationColumn::name).toList());
        return IntStream.range(0, columns.size())
                .mapToObj(i -> rows.stream()
                        .map(row -> row.get(i))
                        .filter(value -> value.matches("[ -~\\p{IsHan}]{0," + LONGEST_EXAMPLE + "}"))
                        .max(Comparator.comparingLong(
                                value -> value.chars().distinct().count()))
                        .orElse(""))
                .toList();
    }
}
