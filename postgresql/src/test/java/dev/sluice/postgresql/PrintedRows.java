package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the stream writer prints of a job's rows, taken apart again. */
final class PrintedRows {
    /** Neither is in any sample; values hold tabs and newlines. */
    private static final String FIELD_END = "␟";

    private static final String ROW_END = "␞";
    static final String NULL = "␀";

    private PrintedRows() {}

    /** Prints columns of a table and returns the fields of each row, {@link #NULL} for NULL. */
    static List<List<String>> of(TestJob job, String table, List<String> columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] items = Arrays.copyOf(columns.toArray(String[]::new), columns.size() + 1);
        items[columns.size()] = "'" + ROW_END + "'";
        String format = "{\"fieldDelimiter\": \"" + FIELD_END + "\", \"nullFormat\": \"" + NULL + "\"}";

        assertThat(job.tables(table)
                        .read(items)
                        .run(job.reader(), StreamSteps.writer(format, out))
                        .error())
                .isEmpty();

        return Arrays.stream(out.toString(StandardCharsets.UTF_8).split(FIELD_END + ROW_END + "\n"))
                .map(row -> List.of(row.split(FIELD_END, -1)))
                .toList();
    }
}
