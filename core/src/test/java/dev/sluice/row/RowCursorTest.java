package dev.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowCursorTest {
    private static final int INT4 = 23;
    private static final int TEXT = 25;

    @Test
    void readsFieldsOfATuple() {
        RowBatch batch = new RowBatch(RowFormat.BINARY, BatchSize.DEFAULT);
        append(batch, bytes("0001 00000004 00000007"));
        append(batch, bytes("0001 ffffffff"));
        append(batch, bytes("0001 00000004 ffffffff"));
        RowCursor cursor = new RowCursor(schema(INT4));

        cursor.moveTo(batch, 2);
        assertThat(cursor.text(0)).isEqualTo("-1");
        cursor.moveTo(batch, 0);
        assertThat(cursor.isNull(0)).isFalse();
        assertThat(cursor.offset(0)).isEqualTo(6);
        assertThat(cursor.length(0)).isEqualTo(4);
        assertThat(cursor.text(0)).isEqualTo("7");
        cursor.moveTo(batch, 1);
        assertThat(cursor.isNull(0)).isTrue();
        assertThat(cursor.length(0)).isEqualTo(-1);
        assertThat(cursor.text(0)).isNull();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            `` | ``
            abc | abc
            \\\\ | \\
            \\\\N | \\N
            N | N
            a\\tb\\nc\\rd | `a\tb\nc\rd`
            \\b\\f\\v | `\b\f\013`
            \\101\\60 | A0
            \\1012 | A2
            \\7 | `\007`
            \\x41\\x4 | `A\004`
            \\x4142 | A42
            \\xyz | xyz
            \\q\\. | q.
            \\303\\251\\xc3\\xa9é | ééé
            `\\\t` | `\t`
            """)
    void readsEscapesOfALine(String raw, String value) {
        RowBatch batch = new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT);
        append(batch, ("x\t" + raw + "\n").getBytes(StandardCharsets.UTF_8));
        append(batch, (raw + "\tx\n").getBytes(StandardCharsets.UTF_8));

        assertThat(texts(batch, 2).get(0)).containsExactly("x", value);
        assertThat(texts(batch, 2).get(1)).containsExactly(value, "x");
    }

    @Test
    void tellsNullFromEmptyAndFromItsOwnName() {
        RowBatch batch = new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT);
        append(batch, "\\N\t\t\\\\N\tN\t\\NN\n".getBytes(StandardCharsets.UTF_8));

        assertThat(texts(batch, 5).get(0)).containsExactly(null, "", "\\N", "N", "NN");
    }

    @Test
    void readsRowsWithoutColumns() {
        RowBatch lines = new RowBatch(RowFormat.TEXT, BatchSize.DEFAULT);
        append(lines, bytes("0a"));
        RowBatch tuples = new RowBatch(RowFormat.BINARY, BatchSize.DEFAULT);
        append(tuples, bytes("0000"));

        assertThat(texts(lines, 0)).containsExactly(List.of());
        assertThat(texts(tuples, 0)).containsExactly(List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BINARY | 00 | 0 | the count of fields is missing
            BINARY | 0003 | 0 | it has 3 fields for 2 columns
            BINARY | ffff | 0 | it has -1 fields for 2 columns
            BINARY | 0002 000000 | 2 | the length of field 1 is missing
            BINARY | 0002 00000001 00 | 7 | the length of field 2 is missing
            BINARY | 0002 00000001 00 00000002 00 | 11 | field 2 cannot have 2 bytes
            BINARY | 0002 fffffffe | 6 | field 1 cannot have -2 bytes
            BINARY | 0002 ffffffff ffffffff 00 | 10 | 1 bytes follow the last field
            TEXT | 61 09 62 | 3 | the newline is missing
            TEXT | 61 0a | 0 | it has 1 fields for 2 columns
            TEXT | 0a | 0 | it has 1 fields for 2 columns
            TEXT | 61 09 62 09 63 0a | 0 | it has 3 fields for 2 columns
            TEXT | 61 09 5c 0a | 3 | nothing follows the last backslash
            """)
    void namesTheByteOfMalformedRows(RowFormat format, String hex, int at, String what) {
        RowBatch batch = new RowBatch(format, BatchSize.DEFAULT);
        append(batch, bytes(hex));

        assertThatThrownBy(() -> new RowCursor(schema(TEXT, TEXT)).moveTo(batch, 0))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DATA))
                .hasMessage("A row is malformed at byte " + at + ": " + what);
    }

    @ParameterizedTest
    @ValueSource(ints = {16384, 2205})
    void refusesToReadTypesWhoseBinaryFormIsNotKnown(int oid) {
        RowBatch batch = new RowBatch(RowFormat.BINARY, BatchSize.DEFAULT);
        append(batch, bytes("0001 00000000"));
        RowCursor cursor = new RowCursor(schema(oid));
        cursor.moveTo(batch, 0);

        assertThatThrownBy(() -> cursor.text(0))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Column c0 has type t" + oid);
    }

    @ParameterizedTest
    @EnumSource
    void neverFailsInAnotherWayOnDamagedRows(RowFormat format) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            RowBatch batch = new RowBatch(format, BatchSize.DEFAULT);
            byte[] row = random.ints(random.nextInt(30), 0, 9)
                    .map(n -> format == RowFormat.TEXT ? "\\\t\nN8xb\377c".charAt(n) : n % 4)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .getBytes(StandardCharsets.ISO_8859_1);
            append(batch, row);
            assertThat(refusal(batch))
                    .as(() -> "%s, seed %d".formatted(HexFormat.of().formatHex(row), seed))
                    .isIn(MALFORMED_OR_NOT);
        }
    }

    private static final List<@Nullable ErrorCode> MALFORMED_OR_NOT = malformedOrNot();

    private static List<@Nullable ErrorCode> malformedOrNot() {
        List<@Nullable ErrorCode> codes = new ArrayList<>();
        codes.add(null);
        codes.add(ErrorCode.MALFORMED_DATA);
        return codes;
    }

    private static @Nullable ErrorCode refusal(RowBatch batch) {
        try {
            texts(batch, 2);
            return null;
        } catch (SyncException e) {
            return e.code();
        }
    }

    private static List<List<@Nullable String>> texts(RowBatch batch, int columns) {
        RowCursor cursor =
                new RowCursor(schema(IntStream.range(0, columns).map(i -> TEXT).toArray()));
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            List<@Nullable String> values = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                values.add(cursor.text(column));
            }
            rows.add(values);
        }
        return rows;
    }

    private static RowSchema schema(int... oids) {
        List<Column> columns = new ArrayList<>();
        for (int oid : oids) {
            columns.add(new Column("c" + columns.size(), new ColumnType(oid, "t" + oid)));
        }
        return new RowSchema(columns);
    }

    private static void append(RowBatch batch, byte[] row) {
        batch.append(row, 0, row.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
