package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeSinkFixture.A;
import static dev.sluice.testkit.contract.ChangeSinkFixture.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.job.SourceTable;
import dev.sluice.testkit.contract.ChangeSinkFixture.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that a destination takes are there with their commit, together with the position behind them, or not at all. */
@Timeout(60)
public abstract class ChangeSinkContract {
    private static final Lsn FIRST = new Lsn(0x200);
    private static final Lsn SECOND = new Lsn(0x300);
    private static final Lsn THIRD = new Lsn(0x400);

    private final ChangeSinkFixture fixture;

    /** Makes the suite for one destination. */
    protected ChangeSinkContract(ChangeSinkFixture fixture) {
        this.fixture = fixture;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void changesAndPositionAreSeenTogether(int rows) throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.sink().apply(Changes.numbered(A, 0, rows));

            assertStored(A, fixture.can(Ability.ATOMIC_COMMIT) ? 0 : rows);
            assertSeen(PreparedChangeSink.BEGIN);

            boolean durable = prepared.sink().commit(FIRST);

            assertStored(A, rows);
            assertPosition(prepared.sink().progress().position(), FIRST);
            if (durable || fixture.can(Ability.ATOMIC_COMMIT)) {
                assertSeen(FIRST);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void aTransactionMayComeInSeveralBatches(int rows) throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.sink().apply(Changes.numbered(A, 0, rows));
            prepared.sink().apply(new ChangeBatch(0));
            prepared.sink().apply(Changes.numbered(B, 0, 2));
            prepared.sink().apply(Changes.numbered(A, rows, 2 * rows));

            boolean seen = !fixture.can(Ability.ATOMIC_COMMIT);
            assertStored(A, seen ? 2 * rows : 0);
            assertStored(B, seen ? 2 : 0);

            prepared.commitForGood(FIRST);

            assertStored(A, 2 * rows);
            assertStored(B, 2);
            assertSeen(FIRST);
        }
    }

    /** There are few changes besides, and then so many that a destination may want to reorder them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void changesAreAppliedInTheirOrder(int besides) throws Exception {
        Changes changes = new Changes()
                .insert(A, 1, "one")
                .insert(A, 2, "two")
                .update(A, 1, "another one")
                .delete(A, 2)
                .insert(A, 2, "another two")
                .insert(A, 3, "three")
                .delete(A, 3);
        for (int i = 0; i < besides; i++) {
            changes.insert(A, 1000 + i, "row " + (1000 + i));
        }
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.commit(changes.batch(), FIRST);
        }

        List<List<@Nullable String>> rows = new ArrayList<>(Rows.numbered(1000, 1000 + besides));
        rows.add(Rows.row(1, "another one"));
        rows.add(Rows.row(2, "another two"));
        Rows.assertSame(fixture.stored(A), rows);
    }

    @Test
    void thePositionNeverGoesBack() throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.commit(Changes.numbered(A, 0, 1), THIRD);
            prepared.commit(Changes.numbered(A, 1, 2), FIRST);
            assertSeen(THIRD);

            prepared.commitForGood(SECOND);
            assertSeen(THIRD);
        }
        assertSeen(THIRD);
        assertStored(A, 2);
    }

    @Test
    void aCommitWithoutChangesIsThereForGood() throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            assertThat(prepared.sink().commit(FIRST)).isTrue();
            assertSeen(FIRST);

            prepared.sink().apply(Changes.numbered(A, 0, 1));
            prepared.sink().commit(SECOND);
            prepared.sink().apply(new ChangeBatch(0));
            assertThat(prepared.sink().commit(THIRD)).isTrue();
            assertSeen(THIRD);
        }
    }

    @Test
    void whoComesNextFindsWhatWasCommitted() throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            for (int i = 0; i < 5; i++) {
                prepared.sink().apply(Changes.numbered(A, i, i + 1));
                prepared.sink().commit(new Lsn(FIRST.value() + i));
            }
        }

        assertSeen(new Lsn(FIRST.value() + 4));
        try (PreparedChangeSink next = new PreparedChangeSink(fixture)) {
            next.commit(Changes.numbered(A, 5, 10), SECOND);
        }
        assertSeen(SECOND);
        assertStored(A, 10);
    }

    /** Whoever reads them once more applies them again. */
    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void whatWasNotCommittedIsGivenUp(int rows) throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.commit(Changes.numbered(A, 0, 1), FIRST);
            prepared.sink().apply(Changes.numbered(A, 1, rows));
        }
        assertStored(A, fixture.can(Ability.ATOMIC_COMMIT) ? 1 : rows);
        assertSeen(FIRST);

        try (PreparedChangeSink next = new PreparedChangeSink(fixture)) {
            next.commit(Changes.numbered(A, 1, rows), SECOND);
        }
        assertStored(A, rows);
        assertSeen(SECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000})
    void aCommitThatFailsMovesNothing(int rows) throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.commit(Changes.numbered(A, 0, 1), FIRST);
            prepared.sink().apply(Changes.numbered(A, 1, rows));
            fixture.breakDestination();

            fixture.broken().assertThrownBy(() -> prepared.sink().commit(SECOND));
        }
        assertStored(A, fixture.can(Ability.ATOMIC_COMMIT) ? 1 : rows);
        assertSeen(FIRST);
    }

    @Test
    void changesThatMeetNoRowAreLeftOutAndCounted() throws Exception {
        long missed = fixture.can(Ability.TABLES) ? 2 : 0;
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.commit(Changes.numbered(A, 0, 3), FIRST);
            assertThat(prepared.sink().missedRows()).isZero();

            prepared.commit(
                    new Changes()
                            .update(A, 7, "row 7")
                            .delete(A, 8)
                            .update(A, 1, "row 1")
                            .batch(),
                    SECOND);

            assertThat(prepared.sink().missedRows()).isEqualTo(missed);
        }
        if (fixture.can(Ability.TABLES)) {
            assertStored(A, 3);
        }
        try (PreparedChangeSink next = new PreparedChangeSink(fixture)) {
            assertThat(next.sink().missedRows()).isZero();
        }
    }

    private void assertStored(SourceTable table, int rows) throws Exception {
        Rows.assertSame(fixture.stored(table), Rows.numbered(0, rows));
    }

    /** Checks how far one more sink says the job is. */
    private void assertSeen(Lsn position) {
        assertPosition(PreparedChangeSink.seen(fixture).position(), position);
    }

    private void assertPosition(Optional<Lsn> actual, Lsn expected) {
        assertThat(actual).isEqualTo(Optional.of(expected).filter(any -> fixture.can(Ability.PROGRESS)));
    }
}
