package dev.sluice.testkit.contract;

import dev.sluice.ErrorCode;
import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever cancels a reader ends what is under way, from another thread. Adopted once for each way of being under way. */
@Timeout(60)
public abstract class ReaderCancelContract {
    private static final Refusal CANCELLED = new Refusal(ErrorCode.CANCELLED, "cancel");

    private final ReaderFixture fixture;

    /** Makes the suite for one reader. */
    protected ReaderCancelContract(ReaderFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void whatIsUnderWayEnds() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        try (Reader reader = fixture.unending()) {
            Split split = reader.plan(1).splits().get(0);
            Throwable end = Together.cancelled(
                    () -> readForEver(reader, split, reading),
                    () -> {
                        reading.await();
                        fixture.awaitUnderWay();
                    },
                    reader::cancel);

            CANCELLED.assertIs(end);
        }
        fixture.assertNothingOpen();
    }

    private static Void readForEver(Reader reader, Split split, CountDownLatch reading) {
        RowFormat form = form(reader);
        try (RowSource source = reader.source(form)) {
            source.open(split);
            RowBatch batch = new RowBatch(form, BatchSize.DEFAULT);
            while (source.fill(batch)) {
                batch.clear();
                reading.countDown();
            }
        }
        throw new AssertionError("The rows have an end");
    }

    @Test
    void nothingBeginsAfterwards() throws Exception {
        try (Reader reader = fixture.unending()) {
            Split split = reader.plan(1).splits().get(0);
            try (RowSource source = reader.source(form(reader))) {
                reader.cancel();
                reader.cancel();

                CANCELLED.assertThrownBy(() -> source.open(split));
            }
            CANCELLED.assertThrownBy(() -> readForEver(reader, split, new CountDownLatch(1)));
        }
        fixture.assertNothingOpen();
    }

    private static RowFormat form(Reader reader) {
        return reader.formats().iterator().next();
    }
}
