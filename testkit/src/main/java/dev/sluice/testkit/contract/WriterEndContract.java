package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer that is closed, at whatever point and after whatever happened, leaves nothing open and hides nothing. */
@Timeout(60)
public abstract class WriterEndContract {
    private final WriterFixture fixture;

    /** Makes the suite for one writer. */
    protected WriterEndContract(WriterFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void itWasAskedNothing() throws Exception {
        fixture.writer().close();

        fixture.assertNothingOpen();
    }

    @Test
    void itFinishedWithoutRows() throws Exception {
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            writer.writer().finish();
        }

        assertThat(fixture.stored()).isEmpty();
        fixture.assertNothingOpen();
    }

    @Test
    void aChannelWrites() throws Exception {
        PreparedWriter writer = new PreparedWriter(fixture);
        Feed feed = writer.feed();
        feed.write(Rows.numbered(0, 55));

        feed.close();
        feed.close();
        writer.close();
        writer.close();

        fixture.assertNothingOpen();
    }

    @Test
    void theDestinationBreaks() throws Exception {
        long[] committed = new long[1];
        Throwable end = catchThrowable(() -> {
            try (PreparedWriter writer = new PreparedWriter(fixture);
                    Feed feed = writer.feed()) {
                feed.write(Rows.numbered(0, 50));
                feed.commit();
                fixture.breakDestination();
                try {
                    feed.write(Rows.numbered(50, 100));
                    feed.commit();
                } finally {
                    committed[0] = feed.committedRows();
                }
            }
        });

        fixture.broken().assertIs(end);
        assertThat(committed[0]).isEqualTo(50);
        Rows.assertSame(fixture.stored(), Rows.numbered(0, 50));
        fixture.assertNothingOpen();
    }
}
