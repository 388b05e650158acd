package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.BatchSize;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.contract.WriterFixture.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a writer takes are there once, as they were, from when they are committed. */
@Timeout(60)
public abstract class RowSinkContract {
    private final WriterFixture fixture;

    /** Makes the suite for one writer. */
    protected RowSinkContract(WriterFixture fixture) {
        this.fixture = fixture;
    }

    /** There are far more batches than a sink may keep. */
    @ParameterizedTest
    @EnumSource
    void storesEveryRowOnce(RowFormat form) throws Exception {
        List<List<@Nullable String>> rows = Rows.numbered(0, 1000);
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            if (isRefused(writer, form)) {
                return;
            }
            try (Feed feed = writer.feed(form, PreparedWriter.SMALL)) {
                feed.write(rows.subList(0, 400));
                feed.commit();
                feed.write(rows.subList(400, 1000));
                feed.commit();

                assertThat(feed.committedRows()).isEqualTo(1000);
            }
            writer.writer().finish();
        }
        assertStored(rows);
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryValue(RowFormat form) throws Exception {
        List<List<@Nullable String>> rows = new ArrayList<>();
        rows.add(Rows.row(Long.MAX_VALUE, null));
        Rows.SPECIAL_TEXTS.forEach(text -> rows.add(Rows.row(rows.size(), text)));
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            if (isRefused(writer, form)) {
                return;
            }
            writeAndCommit(writer, form, PreparedWriter.SMALL, rows);
        }
        assertStored(rows);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void takesARowOfAnyLength(int batchBytes) throws Exception {
        List<List<@Nullable String>> rows = List.of(Rows.row(1, "x".repeat(300_000)), Rows.row(2, "small"));
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            writeAndCommit(writer, writer.form(), new BatchSize(batchBytes, 1000), rows);
        }
        assertStored(rows);
    }

    @Test
    void takesWhatIsWithoutRows() throws Exception {
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            try (Feed feed = writer.feed()) {
                feed.commit();
                feed.write(List.of());
                feed.commit();
                assertThat(feed.committedRows()).isZero();
            }
            writer.writer().finish();
        }
        assertStored(List.of());
    }

    @Test
    void rowsAreSeenWhenItSaysSo() throws Exception {
        List<List<@Nullable String>> rows = Rows.numbered(0, 100);
        try (PreparedWriter writer = new PreparedWriter(fixture);
                Feed feed = writer.feed()) {
            feed.write(rows);

            assertThat(feed.committedRows()).isZero();
            assertStored(fixture.visibility() == Visibility.WRITTEN ? rows : List.of());

            feed.commit();

            assertThat(feed.committedRows()).isEqualTo(100);
            assertStored(rows);
        }
    }

    @Test
    void whatWasNotCommittedIsGivenUp() throws Exception {
        List<List<@Nullable String>> rows = Rows.numbered(0, 200);
        try (PreparedWriter writer = new PreparedWriter(fixture);
                Feed feed = writer.feed()) {
            feed.write(rows.subList(0, 100));
            feed.commit();
            feed.write(rows.subList(100, 200));
            assertThat(feed.committedRows()).isEqualTo(100);
        }
        assertStored(fixture.visibility() == Visibility.WRITTEN ? rows : rows.subList(0, 100));
    }

    @Test
    void channelsWriteAtTheSameTime() throws Exception {
        List<List<@Nullable String>> rows = Rows.numbered(0, 4000);
        try (PreparedWriter writer = new PreparedWriter(fixture)) {
            RowFormat form = writer.form();
            List<Callable<Long>> channels = IntStream.range(0, 4)
                    .mapToObj(i -> rows.subList(i * 1000, (i + 1) * 1000))
                    .map(part -> (Callable<Long>) () -> writeAndCommit(writer, form, PreparedWriter.SMALL, part))
                    .toList();

            assertThat(Together.run(channels)).containsOnly(1000L);
            writer.writer().finish();
        }
        assertStored(rows);
    }

    private static long writeAndCommit(
            PreparedWriter writer, RowFormat form, BatchSize size, List<List<@Nullable String>> rows)
            throws InterruptedException {
        try (Feed feed = writer.feed(form, size)) {
            feed.write(rows);
            feed.commit();
            return feed.committedRows();
        }
    }

    private void assertStored(List<List<@Nullable String>> rows) throws Exception {
        Rows.assertSame(fixture.stored(), rows);
    }

    /** Checks that a writer says which forms it takes; a form that it does not take is refused. */
    private boolean isRefused(PreparedWriter writer, RowFormat form) {
        Refusal refusal = fixture.refusedForms().get(form);
        assertThat(writer.writer().formats().contains(form)).isEqualTo(refusal == null);
        if (refusal == null) {
            return false;
        }
        refusal.assertThrownBy(() -> writer.feed(form, PreparedWriter.SMALL).close());
        return true;
    }
}
