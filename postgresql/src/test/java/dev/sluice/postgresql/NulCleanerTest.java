package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cleaner alone: what it does to a batch, and to which not. */
final class NulCleanerTest {
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(new Column("v", new ColumnType(25, "text")), new Column("n", new ColumnType(20, "bigint"))));

    private static RowBatch batch(RowFormat format, String... texts) {
        RowBatch batch = new RowBatch(format, new BatchSize(100, 100));
        RowBuilder builder = new RowBuilder(2);
        for (String text : texts) {
            builder.begin(batch);
            builder.addText(text);
            builder.addLong(0);
            builder.end();
        }
        return batch;
    }

    private static String text(RowBatch batch, int row) {
        RowCursor cursor = new RowCursor(SCHEMA);
        cursor.moveTo(batch, row);
        assertThat(cursor.text(1)).isEqualTo("0");
        return String.valueOf(cursor.text(0));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotEvenLookAtABatchWithoutAny(RowFormat format) {
        RowBatch batch = batch(format, "clean");
        int start = batch.bytes()[0] == 'c' ? 0 : Short.BYTES + Integer.BYTES;
        batch.bytes()[start] = 0;
        byte[] before = batch.bytes().clone();

        new NulCleaner(NulByte.STRIP, SCHEMA, format).clean(batch);

        assertThat(batch.bytes()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void cleansEveryRowOfABatchThatHasSome(RowFormat format) {
        String many = "\0".repeat(100_000);
        RowBatch batch = batch(format, "first", many, "", "l\0ast");
        NulCleaner cleaner = new NulCleaner(NulByte.REPLACE, SCHEMA, format);

        cleaner.clean(batch);

        assertThat(batch.rows()).isEqualTo(4);
        assertThat(batch.mayHoldNul()).isFalse();
        assertThat(text(batch, 0)).isEqualTo("first");
        assertThat(text(batch, 1)).isEqualTo("\ufffd".repeat(100_000));
        assertThat(text(batch, 2)).isEmpty();
        assertThat(text(batch, 3)).isEqualTo("l\ufffdast");
        assertThat(cleaner.changed()).isEqualTo(2);
    }
}
