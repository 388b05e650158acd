package dev.sluice.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ColumnDefinition.Default;
import dev.sluice.change.ColumnDefinition.Filling;
import dev.sluice.change.ColumnDefinition.Nothing;
import dev.sluice.change.TableDefinition.Keys;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SchemaDifferenceTest {
    private static final ColumnDefinition ID = column(1, "id", "integer");
    private static final ColumnDefinition A = column(2, "a", "text");
    private static final ColumnDefinition B = column(3, "b", "text");

    private static ColumnDefinition column(int number, String name, String type) {
        return column(number, name, type, new Nothing());
    }

    private static ColumnDefinition column(int number, String name, String type, Filling filling) {
        return new ColumnDefinition(number, name, new DeclaredType(type, 1, -1), false, filling);
    }

    private static TableDefinition table(String name, String storage, ColumnDefinition... columns) {
        Keys keys = new Keys(List.of("id"), List.of());
        return new TableDefinition(7, new TableName("s", name), List.of(columns), keys, storage, "");
    }

    static Stream<Arguments> differences() {
        TableDefinition before = table("t", "x", ID, A, B);
        return Stream.of(
                Arguments.of(before, before, List.of()),
                Arguments.of(before, table("t", "y", ID, A, B), List.of()),
                Arguments.of(before, table("u", "x", ID, A, B), List.of("RENAME TABLE s.t TO s.u")),
                Arguments.of(before, table("t", "x", ID, B), List.of("DROP COLUMN a")),
                Arguments.of(
                        before,
                        table("t", "x", ID, column(2, "z", "text"), B, column(4, "a", "text")),
                        List.of("RENAME COLUMN a TO z", "ADD COLUMN a text")),
                Arguments.of(
                        before,
                        table("t", "x", ID, B, column(5, "a", "text")),
                        List.of("DROP COLUMN a", "ADD COLUMN a text")),
                Arguments.of(
                        before,
                        table("t", "x", ID, column(2, "b", "text"), column(3, "a", "text")),
                        List.of("RENAME COLUMN a TO b", "RENAME COLUMN b TO a")),
                Arguments.of(
                        before,
                        table("t", "x", ID, column(2, "c", "bigint"), B),
                        List.of("RENAME COLUMN a TO c", "ALTER COLUMN c: type text to bigint ")));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void isFoundByTheColumnsNumbers(TableDefinition before, TableDefinition after, List<String> expected) {
        assertThat(SchemaDifference.between(before, after).changes())
                .extracting(SchemaChange::describe)
                .isEqualTo(expected);
    }

    static Stream<Arguments> rewrites() {
        Default own = new Default("random()", Optional.empty());
        return Stream.of(
                Arguments.of("another type", column(2, "a", "bigint"), true),
                Arguments.of("another name", column(2, "c", "text"), false),
                Arguments.of("a new column with a default", column(4, "a", "text", own), true),
                Arguments.of("a new column without", column(4, "a", "text"), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rewrites")
    void valuesMayBeOthersWhenRowsWereWrittenAnew(String what, ColumnDefinition changed, boolean values) {
        TableDefinition before = table("t", "x", ID, A, B);

        assertThat(SchemaDifference.between(before, table("t", "y", ID, changed, B))
                        .rewritten())
                .as(what)
                .isEqualTo(values);
        assertThat(SchemaDifference.between(before, table("t", "x", ID, changed, B))
                        .rewritten())
                .as(what)
                .isFalse();
    }

    @Test
    void aValueOfEarlierRowsThatIsForgottenIsNoChange() {
        TableDefinition before = table("t", "x", ID, column(2, "a", "text", new Default("'v'", Optional.of("v"))));
        TableDefinition after = table("t", "y", ID, column(2, "a", "text", new Default("'v'", Optional.empty())));

        assertThat(SchemaDifference.between(before, after).changes()).isEmpty();
    }

    @Test
    void aValueOfEarlierRowsIsForgottenWithoutADefaultToo() {
        TableDefinition before = table("t", "x", ID, column(2, "a", "text", new Nothing(Optional.of("v"))));
        TableDefinition after = table("t", "y", ID, column(2, "a", "text", new Nothing()));

        assertThat(SchemaDifference.between(before, after).changes()).isEmpty();
    }
}
