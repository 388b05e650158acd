package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows as lists of their values in PostgreSQL's text form. */
final class Rows {
    /** Texts that break careless quoting, escaping or decoding. */
    static final List<String> SPECIAL_TEXTS = List.of(
            "",
            " ",
            "a\tb\\c",
            "\\N",
            "\\.",
            "null",
            "'",
            "\"",
            "{}",
            "İıŞş ß",
            "数据集成",
            "😀",
            "e\u0301",
            "\u0001\u007f");

    private Rows() {}

    /** Returns rows of a number and a text, {@code from} inclusive to {@code to} exclusive. */
    static List<List<@Nullable String>> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> row(i, "row " + i)).toList();
    }

    static List<@Nullable String> row(long id, @Nullable String text) {
        return Arrays.asList(Long.toString(id), text);
    }

    /** Checks that there are the same rows, in whatever order; by sorting, since there can be thousands. */
    static void assertSame(List<List<@Nullable String>> actual, List<List<@Nullable String>> expected) {
        assertThat(sorted(actual)).isEqualTo(sorted(expected));
    }

    private static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows) {
        return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
    }

    /** Reads splits one after the other, as one channel does. */
    static List<List<@Nullable String>> read(Reader reader, RowFormat format, List<Split> splits) {
        RowSchema schema = reader.schema();
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (RowSource source = reader.source(format)) {
            for (Split split : splits) {
                rows.addAll(read(source, split, schema, format));
            }
        }
        return rows;
    }

    /** Reads a split in batches of the usual size. */
    static List<List<@Nullable String>> read(RowSource source, Split split, RowSchema schema, RowFormat format) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        RowBatch batch = new RowBatch(format, BatchSize.DEFAULT);
        source.open(split);
        boolean more;
        do {
            batch.clear();
            more = source.fill(batch);
            rows.addAll(of(batch, schema));
        } while (more);
        return rows;
    }

    static List<List<@Nullable String>> of(RowBatch batch, RowSchema schema) {
        return IntStream.range(0, batch.rows())
                .mapToObj(row -> of(batch, row, schema))
                .toList();
    }

    static List<@Nullable String> of(RowBatch batch, int row, RowSchema schema) {
        RowCursor cursor = new RowCursor(schema);
        cursor.moveTo(batch, row);
        List<@Nullable String> values = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            values.add(cursor.text(column));
        }
        return values;
    }
}
