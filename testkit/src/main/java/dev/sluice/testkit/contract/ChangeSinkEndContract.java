package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeSinkFixture.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.testkit.contract.ChangeSinkFixture.Ability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change sink that is closed, wherever it is, leaves nothing open, and the job to whoever comes next. */
@Timeout(60)
public abstract class ChangeSinkEndContract {
    private static final Refusal RUNNING = new Refusal(ErrorCode.ALREADY_RUNNING, "running already");
    private static final Lsn FIRST = new Lsn(0x200);
    private static final Lsn SECOND = new Lsn(0x300);

    private final ChangeSinkFixture fixture;

    /** Makes the suite for one destination. */
    protected ChangeSinkEndContract(ChangeSinkFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void itWasAskedNothing() throws Exception {
        ChangeSink sink = fixture.sink();
        sink.close();
        sink.close();

        fixture.assertNothingOpen();
    }

    @Test
    void itHasApplied() throws Exception {
        PreparedChangeSink prepared = new PreparedChangeSink(fixture);
        prepared.commit(Changes.numbered(A, 0, 5), FIRST);
        prepared.sink().apply(Changes.numbered(A, 5, 10));
        prepared.close();
        prepared.close();

        fixture.assertNothingOpen();
        try (PreparedChangeSink next = new PreparedChangeSink(fixture)) {
            next.commit(Changes.numbered(A, 5, 10), SECOND);
        }
        Rows.assertSame(fixture.stored(A), Rows.numbered(0, 10));
    }

    @Test
    void theDestinationBreaks() throws Exception {
        PreparedChangeSink prepared = new PreparedChangeSink(fixture);
        prepared.commit(Changes.numbered(A, 0, 5), FIRST);
        fixture.breakDestination();
        prepared.close();

        fixture.assertNothingOpen();
        Rows.assertSame(fixture.stored(A), Rows.numbered(0, 5));
    }

    @Test
    void onlyOneAtATimeWaitsForEarlierRuns() throws Exception {
        try (ChangeSink first = fixture.sink();
                ChangeSink second = fixture.sink()) {
            assertThat(first.awaitEarlier()).isEmpty();
            if (fixture.can(Ability.LOCK)) {
                RUNNING.assertThrownBy(second::awaitEarlier);
            } else {
                assertThat(second.awaitEarlier()).isEmpty();
            }
        }
    }

    @Test
    void onlyOneAtATimePreparesAJob() throws Exception {
        try (PreparedChangeSink first = new PreparedChangeSink(fixture)) {
            try (ChangeSink second = fixture.sink()) {
                if (fixture.can(Ability.LOCK)) {
                    RUNNING.assertThrownBy(() -> second.prepare(PreparedChangeSink.TABLES));
                } else {
                    second.prepare(PreparedChangeSink.TABLES);
                }
            }
            try (ChangeSink other = fixture.sinkOfAnotherJob()) {
                other.prepare(PreparedChangeSink.TABLES);
            }
            first.commit(Changes.numbered(A, 0, 5), FIRST);
        }
        try (PreparedChangeSink third = new PreparedChangeSink(fixture)) {
            third.commit(Changes.numbered(A, 5, 10), SECOND);
        }
        Rows.assertSame(fixture.stored(A), Rows.numbered(0, 10));
    }
}
