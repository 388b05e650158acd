package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever cancels a writer ends what is under way, from another thread. Adopted once for each way of being under way. */
@Timeout(60)
public abstract class WriterCancelContract {
    private static final Refusal CANCELLED = new Refusal(ErrorCode.CANCELLED, "cancel");

    private final WriterFixture fixture;

    /** Makes the suite for one writer. */
    protected WriterCancelContract(WriterFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void whatIsUnderWayEnds() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        AtomicLong committed = new AtomicLong();
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            Throwable end = Together.cancelled(
                    () -> writeForEver(writer, writing, committed),
                    () -> {
                        writing.await();
                        fixture.awaitUnderWay();
                    },
                    writer.writer()::cancel);

            CANCELLED.assertIs(end);
        }
        fixture.assertNothingOpen();
        assertThat(fixture.stored()).hasSizeGreaterThanOrEqualTo(Math.toIntExact(committed.get()));
    }

    /** Every number is written once, so that what is stored cannot be more than what was begun. */
    private static Void writeForEver(PreparedWriter writer, CountDownLatch writing, AtomicLong committed)
            throws InterruptedException {
        try (Feed feed = writer.feed()) {
            for (int from = 0; ; from += 100) {
                writing.countDown();
                feed.write(Rows.numbered(from, from + 100));
                feed.commit();
                committed.set(feed.committedRows());
            }
        }
    }

    @Test
    void nothingBeginsAfterwards() throws Exception {
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            try (Feed feed = writer.feed()) {
                writer.writer().cancel();
                writer.writer().cancel();

                CANCELLED.assertThrownBy(() -> feed.write(Rows.numbered(0, 1)));
                assertThat(feed.committedRows()).isZero();
            }
            CANCELLED.assertThrownBy(() -> writeForEver(writer, new CountDownLatch(1), new AtomicLong()));
        }
        fixture.assertNothingOpen();
        assertThat(fixture.stored()).isEmpty();
    }
}
