package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeSinkFixture.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever cancels a change sink ends what is under way, from another thread. Adopted once for each way of being under way. */
@Timeout(60)
public abstract class ChangeSinkCancelContract {
    private static final Refusal CANCELLED = new Refusal(ErrorCode.CANCELLED, "cancel");

    private final ChangeSinkFixture fixture;

    /** Makes the suite for one destination. */
    protected ChangeSinkCancelContract(ChangeSinkFixture fixture) {
        this.fixture = fixture;
    }

    /** Few changes may go to the destination with their commit only. */
    @ParameterizedTest
    @ValueSource(ints = {20, 500})
    void whatIsUnderWayEnds(int rows) throws Exception {
        CountDownLatch applying = new CountDownLatch(1);
        AtomicInteger committed = new AtomicInteger();
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            Throwable end = Together.cancelled(
                    () -> applyForEver(sink, rows, applying, committed),
                    () -> {
                        applying.await();
                        fixture.awaitUnderWay();
                    },
                    sink::cancel);

            CANCELLED.assertIs(end);
        }
        fixture.assertNothingOpen();
        assertThat(fixture.stored(A)).hasSizeGreaterThanOrEqualTo(committed.get());
    }

    private static Void applyForEver(ChangeSink sink, int rows, CountDownLatch applying, AtomicInteger committed) {
        for (int from = 0; ; from += rows) {
            applying.countDown();
            sink.apply(Changes.numbered(A, from, from + rows));
            sink.commit(new Lsn(PreparedChangeSink.BEGIN.value() + from));
            committed.set(from + rows);
        }
    }

    @Test
    void nothingBeginsAfterwards() throws Exception {
        ChangeBatch changes = Changes.numbered(A, 0, 1);
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            ChangeSink sink = prepared.sink();
            sink.cancel();
            sink.cancel();

            CANCELLED.assertThrownBy(() -> sink.apply(changes));
            CANCELLED.assertThrownBy(() -> sink.commit(new Lsn(0x200)));
        }
        fixture.assertNothingOpen();
        assertThat(fixture.stored(A)).isEmpty();
    }
}
