package dev.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowBuilderTest {
    private static final RowSchema EVERY_KIND = new RowSchema(List.of(
            new Column("t", new ColumnType(25, "text")),
            new Column("l", new ColumnType(20, "bigint")),
            new Column("d", new ColumnType(701, "double precision")),
            new Column("b", new ColumnType(16, "boolean")),
            new Column("m", new ColumnType(1114, "timestamp")),
            new Column("y", new ColumnType(17, "bytea")),
            new Column("n", new ColumnType(25, "text"))));

    @ParameterizedTest
    @EnumSource
    void writesWhatACursorReads(RowFormat format) {
        RowBatch batch = new RowBatch(format, new BatchSize(1, 10));
        RowBuilder builder = new RowBuilder(7);
        builder.begin(batch);
        addEveryKind(builder);
        builder.end();

        assertThat(texts(batch, EVERY_KIND).get(0))
                .containsExactly(
                        "a\tb\\é漢\uD83D\uDE00", "-42", "0.1", "t", "1999-12-31 23:59:59.999999", "\\x00ff5c", null);
    }

    private static void addEveryKind(RowBuilder builder) {
        builder.addText("a\tb\\é漢\uD83D\uDE00");
        builder.addLong(-42);
        builder.addDouble(0.1);
        builder.addBoolean(true);
        builder.addTimestamp(-1);
        builder.addBytes(new byte[] {0, -1, '\\'});
        builder.addNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a\tb\nc\rd\\e\\N", "\b\013\f", "é漢\uD83D\uDE00"})
    void writesATextFromItsBytesAsFromItself(String text) {
        byte[] utf8 = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        for (RowFormat format : RowFormat.values()) {
            assertThat(first(format, builder -> builder.addText(utf8, 1, utf8.length - 2)))
                    .isEqualTo(first(format, builder -> builder.addText(text)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void marksABatchWithAZeroInAText(RowFormat format) {
        RowBatch batch = new RowBatch(format, new BatchSize(1, 10));
        RowBuilder builder = new RowBuilder(7);
        builder.begin(batch);
        addEveryKind(builder);
        builder.end();
        assertThat(batch.mayHoldNul()).isFalse();

        builder.begin(batch);
        builder.addText("a\0b");

        assertThat(batch.mayHoldNul()).isTrue();
    }

    @Test
    void writesTheFormsThatCopyReads() {
        assertThat(written(RowFormat.BINARY, builder -> {
                    builder.addLong(1);
                    builder.addText("é");
                    builder.addNull();
                    builder.addBoolean(false);
                }))
                .isEqualTo(HexFormat.of()
                        .parseHex("0004" + "00000008" + "0000000000000001" + "00000002" + "c3a9" + "ffffffff"
                                + "0000000100"));
        assertThat(written(RowFormat.TEXT, builder -> {
                    builder.addText("\b\t\n\013\f\r\\N\"\u0001");
                    builder.addNull();
                    builder.addText("");
                    builder.addBytes(new byte[] {1});
                }))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("\\b\\t\\n\\v\\f\\r\\\\N\"\u0001\t\\N\t\t\\\\x01\n");
    }

    private static byte[] first(RowFormat format, Consumer<RowBuilder> field) {
        return written(format, builder -> {
            field.accept(builder);
            builder.addNull();
            builder.addNull();
            builder.addNull();
        });
    }

    private static byte[] written(RowFormat format, Consumer<RowBuilder> fields) {
        RowBatch batch = new RowBatch(format, BatchSize.DEFAULT);
        RowBuilder builder = new RowBuilder(4);
        builder.begin(batch);
        fields.accept(builder);
        builder.end();
        return Arrays.copyOf(batch.bytes(), batch.length());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, -1, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000_000_000L})
    void writesNumbersAsText(long value) {
        RowBatch batch = new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT);
        RowBuilder builder = new RowBuilder(1);
        builder.begin(batch);
        builder.addLong(value);
        builder.end();

        assertThat(new String(batch.bytes(), 0, batch.length(), StandardCharsets.UTF_8))
                .isEqualTo(value + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void bringsAnyTextBack(RowFormat format) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RowBatch batch = new RowBatch(format, new BatchSize(16, Integer.MAX_VALUE));
        RowBuilder builder = new RowBuilder(2);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            List<@Nullable String> row = List.of(text(random), text(random));
            builder.begin(batch);
            row.forEach(value -> builder.addText(value == null ? "" : value));
            builder.end();
            rows.add(row);
        }

        RowSchema schema = new RowSchema(List.of(EVERY_KIND.column(0), EVERY_KIND.column(6)));
        assertThat(texts(batch, schema)).as("seed %d", seed).isEqualTo(rows);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(20), 0, 0x11000)
                .map(c -> c < 0x10000 ? c % 256 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void writesAQuestionMarkForHalfACharacter() {
        assertThat(written(RowFormat.TEXT, builder -> {
                    builder.addText("\uD83D");
                    builder.addText("\uDE00a");
                    builder.addText("\uD83Da");
                    builder.addText("b");
                }))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("?\t?a\t?a\tb\n");
    }

    @Test
    void forgetsARowThatWasNotEnded() {
        RowBatch batch = new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT);
        RowBuilder builder = new RowBuilder(1);
        builder.begin(batch);
        builder.addText("lost");
        builder.begin(batch);
        builder.addText("kept");
        builder.end();

        assertThat(texts(batch, new RowSchema(List.of(EVERY_KIND.column(0))))).containsExactly(List.of("kept"));
    }

    @Test
    void refusesRowsThatAreTooShortOrCannotBe() {
        RowBuilder builder = new RowBuilder(2);
        builder.begin(new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT));
        builder.addNull();

        assertThatThrownBy(builder::end).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new RowBuilder(40_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<List<@Nullable String>> texts(RowBatch batch, RowSchema schema) {
        RowCursor cursor = new RowCursor(schema);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            List<@Nullable String> values = new ArrayList<>();
            for (int column = 0; column < schema.size(); column++) {
                values.add(cursor.text(column));
            }
            rows.add(values);
        }
        return rows;
    }
}
