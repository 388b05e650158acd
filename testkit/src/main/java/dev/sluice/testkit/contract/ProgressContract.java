package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeSinkFixture.A;
import static dev.sluice.testkit.contract.ChangeSinkFixture.B;
import static dev.sluice.testkit.contract.ChangeSinkFixture.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSink.TableRename;
import dev.sluice.connector.Progress;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.testkit.contract.ChangeSinkFixture.Ability;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a destination notes of a job is what the job finds there, the sink that noted it and every later one. */
@Timeout(60)
public abstract class ProgressContract {
    private static final Lsn BEGIN = PreparedChangeSink.BEGIN;
    private static final Lsn FIRST = new Lsn(0x200);
    private static final Lsn SECOND = new Lsn(0x300);
    private static final Progress NOTHING = new Progress(Optional.empty(), Map.of());

    private final ChangeSinkFixture fixture;

    /** Makes the suite for one destination. */
    protected ProgressContract(ChangeSinkFixture fixture) {
        this.fixture = fixture;
    }

    /** What is done to the tables of a job, in one sink. */
    private interface Notes {
        void write(ChangeSink sink);
    }

    /** Checks what there is to find after something was noted. */
    private void assertFound(Notes notes, Map<SourceTable, Lsn> tables, Map<SourceTable, String> definitions) {
        Progress expected = known(new Progress(Optional.of(BEGIN), named(tables), named(definitions)));
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            notes.write(prepared.sink());

            assertThat(prepared.sink().progress()).isEqualTo(expected);
            assertThat(PreparedChangeSink.seen(fixture)).isEqualTo(expected);
        }
        assertThat(PreparedChangeSink.seen(fixture)).isEqualTo(expected);
    }

    private static <T> Map<TableName, T> named(Map<SourceTable, T> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    /** Returns as much of a progress as the destination keeps. */
    private Progress known(Progress all) {
        if (!fixture.can(Ability.PROGRESS)) {
            return NOTHING;
        }
        return fixture.can(Ability.DEFINITIONS)
                ? all
                : new Progress(all.position(), all.tables(), Map.of(), all.unended());
    }

    private static void copied(ChangeSink sink, SourceTable table, Lsn position) {
        sink.copying(table.name(), Changes.definition(table, "made"));
        sink.copied(table.name(), position, Changes.definition(table, "made"));
    }

    @Test
    void isNothingBeforeTheFirstStart() {
        try (ChangeSink sink = fixture.sink()) {
            assertThat(sink.progress()).isEqualTo(NOTHING);
            sink.prepare(PreparedChangeSink.TABLES);
            assertThat(sink.progress()).isEqualTo(NOTHING);
        }
        assertThat(PreparedChangeSink.seen(fixture)).isEqualTo(NOTHING);
    }

    @Test
    void beginsWhereTheJobStarts() {
        assertFound(sink -> {}, Map.of(), Map.of());
    }

    @Test
    void hasNoTableWhoseCopyHasNotEnded() {
        assertFound(sink -> sink.copying(A.name(), Changes.definition(A, "new")), Map.of(), Map.of(A, "new"));
    }

    @Test
    void hasTheTablesThatWereCopied() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    sink.copied(B.name(), SECOND, Changes.definition(B, "not copied by us"));
                },
                Map.of(A, FIRST, B, SECOND),
                Map.of(A, "made", B, "not copied by us"));
    }

    @Test
    void hasNoTableWhoseCopyBeginsAnew() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    sink.copying(A.name(), Changes.definition(A, "new"));
                },
                Map.of(),
                Map.of(A, "new"));
    }

    @Test
    void hasNoTableThatGetsAnotherDefinitionToBeCopiedAnew() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    sink.redefine(Redefinition.anew(A.name(), Changes.definition(A, "new")));
                },
                Map.of(),
                Map.of(A, "new"));
    }

    @Test
    void hasNoTableThatHasNotArrived() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    copied(sink, B, FIRST);
                    sink.arriving(A.name(), Changes.definition(A, "new"));
                },
                Map.of(B, FIRST),
                Map.of(A, "new", B, "made"));
    }

    @Test
    void hasATableThatHasArrived() {
        assertFound(
                sink -> {
                    sink.copying(A.name(), Changes.definition(A, "made"));
                    sink.arriving(A.name(), Changes.definition(A, "new"));
                    sink.arrived(A.name(), SECOND);
                },
                Map.of(A, SECOND),
                Map.of(A, "new"));
    }

    @Test
    void hasNoTableThatWasEmptied() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    copied(sink, B, FIRST);
                    sink.empty(A.name());
                },
                Map.of(B, FIRST),
                Map.of(A, "made", B, "made"));
    }

    @Test
    void forgetsATableThatIsLeft() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    copied(sink, B, FIRST);
                    sink.leave(A.name());
                    sink.leave(A.name());
                },
                Map.of(B, FIRST),
                Map.of(B, "made"));
    }

    @Test
    void forgetsATableThatIsDropped() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    copied(sink, B, FIRST);
                    sink.drop(A.name());
                    sink.drop(A.name());
                },
                Map.of(B, FIRST),
                Map.of(B, "made"));
    }

    @Test
    void goesWithTheNamesOfTables() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    sink.copied(B.name(), SECOND, Changes.definition(B, "another"));
                    sink.rename(List.of(new TableRename(A.name(), B), new TableRename(B.name(), C)));
                },
                Map.of(B, FIRST, C, SECOND),
                Map.of(B, "made", C, "another"));
    }

    @Test
    void goesWithNamesThatAreExchanged() {
        assertFound(
                sink -> {
                    copied(sink, A, FIRST);
                    sink.copied(B.name(), SECOND, Changes.definition(B, "another"));
                    sink.rename(List.of(new TableRename(A.name(), B), new TableRename(B.name(), A)));
                },
                Map.of(B, FIRST, A, SECOND),
                Map.of(B, "made", A, "another"));
    }

    @Test
    void isForgottenOnce() {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            copied(prepared.sink(), A, FIRST);
            prepared.commit(Changes.numbered(A, 0, 1), SECOND);

            assertThat(prepared.sink().forget().isEmpty()).isEqualTo(!fixture.can(Ability.PROGRESS));
            assertThat(prepared.sink().progress()).isEqualTo(NOTHING);
            assertThat(prepared.sink().forget()).isEmpty();
        }
        assertThat(PreparedChangeSink.seen(fixture)).isEqualTo(NOTHING);
        try (ChangeSink other = fixture.sink()) {
            assertThat(other.forget()).isEmpty();
        }
    }

    @Test
    void isNoOtherJobs() {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture);
                ChangeSink other = fixture.sinkOfAnotherJob()) {
            copied(prepared.sink(), A, FIRST);
            Progress before = prepared.sink().progress();

            other.prepare(PreparedChangeSink.TABLES);
            assertThat(other.progress()).isEqualTo(NOTHING);
            other.start(SECOND, List.of());
            other.copied(A.name(), SECOND, Changes.definition(A, "the other's"));
            other.leave(B.name());
            assertThat(prepared.sink().progress()).isEqualTo(before);

            other.forget();
            assertThat(prepared.sink().progress()).isEqualTo(before);
        }
    }
}
