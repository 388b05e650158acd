package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Redefinition;
import dev.sluice.change.TableDefinition;
import dev.sluice.change.TableDefinition.Keys;
import dev.sluice.connector.TableNews.Incomplete;
import dev.sluice.connector.TableNews.Incomplete.Reason;
import dev.sluice.connector.TableNews.Renamed;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableNewsTest {
    private static final TableName A = name("a");
    private static final TableName B = name("b");

    private static TableName name(String table) {
        return new TableName("s", table);
    }

    private static SourceTable table(TableName name) {
        return new SourceTable("source", "db", name);
    }

    private static Redefinition noted(TableName name) {
        TableDefinition definition =
                new TableDefinition(1, name, List.of(), new Keys(List.of(), List.of()), "", name.table());
        return Redefinition.noted(name, definition);
    }

    private static TableNews renamed(TableName from, TableName to) {
        return new TableNews(
                List.of(new Renamed(from, to, Optional.of(table(to)))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static TableNews dropped(TableName table, List<SourceTable> added) {
        return new TableNews(List.of(), List.of(table), List.of(), List.of(), List.of(), added, List.of(), List.of());
    }

    private static TableNews incomplete(TableName table, Reason reason) {
        return TableNews.NONE.with(List.of(new Incomplete(table(table), reason)), List.of());
    }

    private static TableNews renamed(TableName from, TableName to, Reason incomplete, Redefinition noted) {
        return renamed(from, to).with(List.of(new Incomplete(table(to), incomplete)), List.of(noted));
    }

    @Test
    void whatWasSeenBeforeIsSettled() {
        assertThat(renamed(A, B).settledBy(renamed(A, B))).isEqualTo(renamed(A, B));
        assertThat(dropped(A, List.of()).settledBy(dropped(A, List.of()))).isEqualTo(dropped(A, List.of()));
    }

    @Test
    void whatWasNotSeenBeforeWaits() {
        assertThat(renamed(A, B).settledBy(TableNews.NONE).isEmpty()).isTrue();
        assertThat(renamed(A, B).settledBy(renamed(B, A)).isEmpty()).isTrue();
        assertThat(dropped(A, List.of()).settledBy(dropped(B, List.of())).isEmpty())
                .isTrue();
    }

    /** Its rows would go to the table that is not dropped yet at the destination. */
    @Test
    void aTableThatCameInThePlaceOfAnotherWaitsWithIt() {
        TableNews inPlace = dropped(A, List.of(table(A), table(B)));

        assertThat(inPlace.settledBy(TableNews.NONE).added()).containsExactly(table(B));
        assertThat(inPlace.settledBy(inPlace).added()).containsExactly(table(A), table(B));
    }

    @Test
    void whatHasToDoWithATableThatIsNotSettledWaitsWithIt() {
        TableNews waits = renamed(A, B, Reason.ATTACHED, noted(name("c"))).settledBy(TableNews.NONE);

        assertThat(waits.incomplete()).isEmpty();
        assertThat(waits.noted()).isEmpty();
        assertThat(waits.isEmpty()).isTrue();
    }

    /** What such a table had is lost for the stream, whatever it is called. */
    @Test
    void aRenamedTableThatIsNotPublishedWaitsForNothing() {
        TableNews news = renamed(A, B, Reason.UNPUBLISHED, noted(name("c")));

        assertThat(news.settledBy(TableNews.NONE)).isEqualTo(news);
        assertThat(news.isPassing()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatNobodyWillSeeAnyMorePasses(Reason reason) {
        assertThat(incomplete(A, reason).isPassing()).isEqualTo(reason == Reason.UNPUBLISHED);
        assertThat(TableNews.NONE.with(List.of(), List.of(noted(A))).isPassing())
                .isTrue();
        assertThat(renamed(A, B).isPassing()).isFalse();
        assertThat(dropped(A, List.of(table(B))).isPassing()).isFalse();
        assertThat(TableNews.NONE.isPassing()).isFalse();
    }

    @Test
    void whatIsKnownIsNoNews() {
        assertThat(dropped(A, List.of(table(A), table(B))).without(Set.of(A)).added())
                .containsExactly(table(B));
        assertThat(dropped(A, List.of(table(A))).without(Set.of(A)).dropped()).containsExactly(A);
    }

    @Test
    void aTableWhoseCopyIsUnderWayIsNotAbandoned() {
        TableNews news = new TableNews(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(A, B));

        assertThat(news.besides(Set.of(A)).abandoned()).containsExactly(B);
        assertThat(news.besides(Set.of(A, B)).isEmpty()).isTrue();
    }
}
