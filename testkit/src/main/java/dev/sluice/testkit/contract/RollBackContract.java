package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeSinkFixture.A;
import static dev.sluice.testkit.contract.ChangeSinkFixture.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.DeclaredType;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.testkit.contract.ChangeSinkFixture.Ability;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a destination rolls back leaves nothing, and can come again. One that cannot roll back says so, and refuses to.
 */
@Timeout(60)
public abstract class RollBackContract {
    private static final Lsn FIRST = new Lsn(0x200);
    private static final Lsn SECOND = new Lsn(0x300);

    private final ChangeSinkFixture fixture;

    /** Makes the suite for one destination. */
    protected RollBackContract(ChangeSinkFixture fixture) {
        this.fixture = fixture;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void whatWasAppliedSinceTheLastCommitGoes(int rows) throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            prepared.commit(Changes.numbered(A, 0, 2), FIRST);
            sink.apply(Changes.numbered(A, 2, rows));
            sink.apply(Changes.numbered(B, 0, rows));
            if (isRefused(sink)) {
                return;
            }

            sink.rollBack();
            prepared.commitForGood(SECOND);

            Rows.assertSame(fixture.stored(A), Rows.numbered(0, 2));
            Rows.assertSame(fixture.stored(B), List.of());
            assertThat(PreparedChangeSink.seen(fixture).position()).contains(SECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void whatWasRolledBackCanComeAgain(int rows) throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            if (isRefused(sink)) {
                return;
            }
            for (int i = 0; i < 3; i++) {
                int from = i * rows;
                sink.apply(Changes.numbered(A, from, from + rows));
                sink.rollBack();
                sink.apply(Changes.numbered(A, from, from + rows));
                sink.rollBack();
                prepared.commit(Changes.numbered(A, from, from + rows), new Lsn(FIRST.value() + i));
            }
        }
        Rows.assertSame(fixture.stored(A), Rows.numbered(0, 3 * rows));
    }

    @Test
    void thereNeedBeNothingToRollBack() throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            if (isRefused(sink)) {
                return;
            }
            sink.rollBack();
            prepared.commit(Changes.numbered(A, 0, 3), FIRST);
            sink.rollBack();
            sink.rollBack();

            assertThat(sink.progress().position()).contains(FIRST);
            prepared.commit(Changes.numbered(A, 3, 5), SECOND);
        }
        Rows.assertSame(fixture.stored(A), Rows.numbered(0, 5));
        assertThat(PreparedChangeSink.seen(fixture).position()).contains(SECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void missedRowsOfItDoNotCount(int rows) {
        Changes updates = new Changes();
        for (int i = 0; i < rows; i++) {
            updates.update(A, i, "not there");
        }
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            if (isRefused(sink)) {
                return;
            }
            sink.apply(updates.batch());
            sink.rollBack();
            prepared.commit(Changes.numbered(A, 0, 1), FIRST);

            assertThat(sink.missedRows()).isZero();
        }
    }

    @Test
    void aTableGetsItsDefinitionBack() throws Exception {
        TableDefinition before = Changes.definition(A, "as it was");
        ColumnDefinition column = new ColumnDefinition(
                3, "w", new DeclaredType("integer", 23, -1), false, new ColumnDefinition.Nothing());
        Redefinition redefinition = new Redefinition(
                A.name(),
                List.of(new SchemaChange.AddColumn(column)),
                List.of(),
                Changes.definition(A, "with a column"),
                false);
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            if (isRefused(sink)) {
                return;
            }
            sink.copied(A.name(), FIRST, before);
            for (int i = 0; i < 2; i++) {
                sink.apply(new Changes()
                        .insert(A, 1, "before")
                        .redefine(redefinition)
                        .insert(A, 2, "behind")
                        .batch());
                sink.rollBack();
                assertDefined(sink, "as it was");
            }
            prepared.commit(new Changes().redefine(redefinition).batch(), SECOND);
            assertDefined(sink, "with a column");
        }
        assertThat(fixture.stored(A)).isEmpty();
    }

    private void assertDefined(ChangeSink sink, String text) {
        if (fixture.can(Ability.DEFINITIONS)) {
            assertThat(Objects.requireNonNull(sink.progress().definitions().get(A.name())))
                    .isEqualTo(text);
        }
    }

    /** Checks that a sink says whether it can roll back; one that cannot refuses to. */
    private boolean isRefused(ChangeSink sink) {
        assertThat(sink.canRollBack()).isEqualTo(fixture.can(Ability.ROLLBACK));
        if (sink.canRollBack()) {
            return false;
        }
        assertThatThrownBy(sink::rollBack).isInstanceOf(UnsupportedOperationException.class);
        return true;
    }
}
