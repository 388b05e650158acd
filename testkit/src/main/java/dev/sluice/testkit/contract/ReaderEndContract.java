package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that is closed, at whatever point, leaves nothing open. */
@Timeout(60)
public abstract class ReaderEndContract {
    private final ReaderFixture fixture;

    /** Makes the suite for one reader. */
    protected ReaderEndContract(ReaderFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void itWasAskedNothing() throws Exception {
        fixture.unending().close();

        fixture.assertNothingOpen();
    }

    @Test
    void itHasPlannedForChannelsThatNeverCame() throws Exception {
        try (Reader reader = fixture.unending()) {
            assertThat(reader.plan(4).splits()).isNotEmpty();
        }

        fixture.assertNothingOpen();
    }

    @Test
    void aChannelReads() throws Exception {
        Reader reader = fixture.unending();
        RowFormat form = reader.formats().iterator().next();
        RowSource source = reader.source(form);
        source.open(reader.plan(1).splits().get(0));
        assertThat(source.fill(new RowBatch(form, new BatchSize(100, 100)))).isTrue();

        source.close();
        source.close();
        reader.close();
        reader.close();

        fixture.assertNothingOpen();
    }
}
