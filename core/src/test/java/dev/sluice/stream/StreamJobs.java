package dev.sluice.stream;

import dev.sluice.connector.Binding;
import dev.sluice.connector.DataSources;
import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.connector.Writer;
import dev.sluice.job.BatchJob;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.ParseResult;
import dev.sluice.job.Variables;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs from stream to stream, as files have them. */
final class StreamJobs {
    private static final long SEED = 42;

    private StreamJobs() {}

    static ParseResult<BatchJob> parse(String json) {
        JobParser parser =
                new JobParser(connector(OutputStream.nullOutputStream()).definitions());
        return parser.read(new JobText("job.json", json), Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC));
    }

    static StreamConnector connector(OutputStream out) {
        return new StreamConnector(out, () -> SEED);
    }

    /** A 2.0 job on line 1, 2 and 3: the reader's parameter stands on line 2, the writer's on line 3. */
    static String job(String reader, String writer) {
        return "{\"type\":\"job\",\"version\":\"2.0\",\"setting\":{\"speed\":{\"concurrent\":2}},\"steps\":["
                + "{\"stepType\":\"stream\",\"category\":\"reader\",\"name\":\"R\",\"parameter\":\n" + reader + "},"
                + "{\"stepType\":\"stream\",\"category\":\"writer\",\"name\":\"W\",\"parameter\":\n" + writer + "}]}";
    }

    static BatchJob read(String reader, String writer) {
        return parse(job(reader, writer)).value().orElseThrow();
    }

    static Reader reader(String columns, long rows) {
        return reader(columns, rows, SEED);
    }

    static Reader reader(String columns, long rows, long seed) {
        BatchJob job = read("{\"column\":[" + columns + "],\"sliceRecordCount\":" + rows + "}", "{}");
        return new StreamConnector(OutputStream.nullOutputStream(), () -> seed).reader(job.reader(), binding());
    }

    static Writer writer(String parameter, OutputStream out) {
        BatchJob job = read("{\"column\":[{\"value\":\"x\"}],\"sliceRecordCount\":1}", parameter);
        return connector(out).writer(job.writer(), binding());
    }

    static Binding binding() {
        DataSources none = endpoint -> {
            throw new IllegalStateException("a stream has no data source");
        };
        return Binding.temporary(none, ZoneOffset.UTC);
    }

    /** Returns all rows of a split, read in batches of {@code size}. */
    static List<List<@Nullable String>> rows(Reader reader, Split split, RowFormat format, BatchSize size) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        RowCursor cursor = new RowCursor(reader.schema());
        RowBatch batch = new RowBatch(format, size);
        try (RowSource source = reader.source(format)) {
            source.open(split);
            boolean more;
            do {
                batch.clear();
                more = source.fill(batch);
                for (int row = 0; row < batch.rows(); row++) {
                    cursor.moveTo(batch, row);
                    rows.add(values(cursor, reader.schema().size()));
                }
            } while (more);
        }
        return rows;
    }

    private static List<@Nullable String> values(RowCursor cursor, int columns) {
        List<@Nullable String> values = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            values.add(cursor.text(column));
        }
        return values;
    }
}
