package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RejectedRows;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.contract.WriterFixture.Refusing;
import dev.sluice.testkit.contract.WriterFixture.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that the destination refuses is told of, with the reason, and costs no other row. */
@Timeout(60)
public abstract class RejectionContract {
    private static final int ROWS = 100;

    private final WriterFixture fixture;

    /** Makes the suite for one writer. */
    protected RejectionContract(WriterFixture fixture) {
        this.fixture = fixture;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "99", "0 9 10 11 55 99", "30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47"})
    void aBadRowCostsOneRow(String bad) throws Exception {
        for (RowFormat form : RowFormat.values()) {
            if (!fixture.refusedForms().containsKey(form)) {
                assertSorted(rows(bad), form);
            }
        }
    }

    private void assertSorted(List<List<@Nullable String>> rows, RowFormat form) throws Exception {
        List<List<@Nullable String>> refused = new ArrayList<>();
        RejectedRows keep = row -> {
            refused.add(Rows.of(row.batch(), row.row(), WriterFixture.SCHEMA));
            assertSaysWhy(row.reason());
        };
        try (PreparedWriter writer = new PreparedWriter(fixture);
                Feed feed = writer.feed(form, PreparedWriter.SMALL, keep)) {
            feed.write(rows);
            feed.commit();

            Rows.assertSame(refused, rows.stream().filter(this::isBad).toList());
            assertThat(feed.committedRows()).isEqualTo(rows.size() - refused.size());
            Rows.assertSame(
                    fixture.stored(), rows.stream().filter(row -> !isBad(row)).toList());
        }
    }

    private static void assertSaysWhy(RejectedRow.Reason reason) {
        assertThat(reason.sqlState()).hasSize(5);
        assertThat(reason.message()).isNotBlank();
    }

    @Test
    void whoIsToldOfABadRowMayEndTheRun() throws Exception {
        SyncException tooMany = new SyncException(ErrorCode.TOO_MANY_DIRTY_ROWS, "Enough");
        RejectedRows fail = row -> {
            throw tooMany;
        };
        try (PreparedWriter writer = new PreparedWriter(fixture);
                Feed feed = writer.feed(writer.form(), PreparedWriter.SMALL, fail)) {
            Throwable end = catchThrowable(() -> {
                feed.write(rows("50"));
                feed.commit();
            });

            boolean refuses = fixture.refusing() == Refusing.NEGATIVE;
            assertThat(end).isSameAs(refuses ? tooMany : null);
            assertThat(feed.committedRows()).isEqualTo(refuses ? 0 : ROWS);
        }
        boolean visible = fixture.refusing() == Refusing.NOTHING || fixture.visibility() == Visibility.WRITTEN;
        assertThat(fixture.stored()).hasSize(visible ? ROWS : 0);
    }

    /** Returns rows of which those at {@code bad}, separated by spaces, have a negative number. */
    private static List<List<@Nullable String>> rows(String bad) {
        List<String> negative = Arrays.asList(bad.split(" "));
        return IntStream.range(0, ROWS)
                .mapToObj(i -> Rows.row(negative.contains(Integer.toString(i)) ? -1 - i : i, "row " + i))
                .toList();
    }

    private boolean isBad(List<@Nullable String> row) {
        return fixture.refusing() == Refusing.NEGATIVE
                && Objects.requireNonNull(row.get(0)).startsWith("-");
    }
}
