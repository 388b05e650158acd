package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import dev.sluice.testkit.contract.ReaderFixture.Ability;
import dev.sluice.testkit.contract.ReaderFixture.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader's rows are: values as the source has them, in the wanted form, in batches that keep their size. */
@Timeout(60)
public abstract class RowSourceContract {
    private final ReaderFixture fixture;

    /** Makes the suite for one reader. */
    protected RowSourceContract(ReaderFixture fixture) {
        this.fixture = fixture;
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaIsKnownBeforeTheRowsAndFitsThem(RowFormat form) throws Exception {
        Sample sample = fixture.rows(100);
        try (Reader reader = sample.readers().get()) {
            RowSchema schema = reader.schema();
            if (isRefused(reader, form)) {
                return;
            }
            List<Split> splits = reader.plan(1).splits();

            Rows.assertSame(Rows.read(reader, form, splits), sample.rows().apply(1));
            assertThat(reader.schema()).isEqualTo(schema);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryText(RowFormat form) throws Exception {
        List<@Nullable String> texts = new ArrayList<>(Rows.SPECIAL_TEXTS);
        texts.add("line\r\nline\n");
        try (Reader reader = fixture.row(texts)) {
            if (!isRefused(reader, form)) {
                assertFirstRow(reader, form, texts);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsNulls(RowFormat form) throws Exception {
        List<@Nullable String> values = Arrays.asList(null, "", null);
        Refusal refusal = fixture.refusals().get(Ability.NULLS);
        if (refusal != null) {
            refusal.assertThrownBy(() -> fixture.row(values));
            return;
        }
        try (Reader reader = fixture.row(values)) {
            if (!isRefused(reader, form)) {
                assertFirstRow(reader, form, values);
            }
        }
    }

    private static void assertFirstRow(Reader reader, RowFormat form, List<@Nullable String> values) {
        assertThat(Rows.read(reader, form, reader.plan(1).splits())).containsExactly(values);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "50, 1000", "1000, 7", "1000000, 1", "1000000, 1000"})
    void batchesAreFullButForTheLast(int bytes, int mostRows) throws Exception {
        BatchSize size = new BatchSize(bytes, mostRows);
        Sample sample = fixture.rows(500);
        try (Reader reader = sample.readers().get()) {
            RowSchema schema = reader.schema();
            for (RowFormat form : reader.formats()) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                for (RowBatch batch : batches(reader, form, size)) {
                    rows.addAll(Rows.of(batch, schema));
                }
                Rows.assertSame(rows, sample.rows().apply(1));
            }
        }
    }

    /** Returns the batches of all splits. */
    private static List<RowBatch> batches(Reader reader, RowFormat form, BatchSize size) {
        List<RowBatch> batches = new ArrayList<>();
        List<Split> splits = reader.plan(1).splits();
        try (RowSource source = reader.source(form)) {
            for (Split split : splits) {
                source.open(split);
                boolean more;
                do {
                    RowBatch batch = new RowBatch(form, size);
                    more = source.fill(batch);
                    assertThat(batch.isFull() || !more).isTrue();
                    assertFitsBeforeItsLastRow(batch, size);
                    batches.add(batch);
                } while (more);
            }
        }
        return batches;
    }

    /** Any row fits into some batch, but only the last of a batch may be beyond the batch's size. */
    private static void assertFitsBeforeItsLastRow(RowBatch batch, BatchSize size) {
        assertThat(batch.rows()).isLessThanOrEqualTo(size.rows());
        if (batch.rows() > 0) {
            assertThat(batch.start(batch.rows() - 1)).isLessThan(size.bytes());
        }
    }

    /** Checks that a reader says which forms it gives; a form that it does not give is refused. */
    private boolean isRefused(Reader reader, RowFormat form) {
        Refusal refusal = fixture.refusedForms().get(form);
        assertThat(reader.formats().contains(form)).isEqualTo(refusal == null);
        if (refusal == null) {
            return false;
        }
        refusal.assertThrownBy(() -> reader.source(form));
        return true;
    }
}
