package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Binding;
import dev.sluice.connector.DataSources;
import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.job.BatchJob;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.Variables;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.stream.StreamConnector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** PostgreSQL takes the rows that are made up, in both forms, and holds what they say. */
final class TakenByTheServerTest {
    private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] TRAILER = {-1, -1};
    private static final String JOB = """
            {"job": {"setting": {"speed": {"channel": 1}}, "content": [{
              "writer": {"name": "streamwriter", "parameter": {}},
              "reader": {"name": "streamreader", "parameter": {"sliceRecordCount": 2000, "column": [
                {"value": "tab\\t newline\\n backslash\\\\ é漢 \\u0001 \\\\N"}, {"random": "0,40"},
                {"type": "long", "random": "0,9223372036854775807"}, {"type": "double", "random": "0,99"},
                {"type": "double", "value": "-Infinity"}, {"type": "bool", "random": "1,1"},
                {"type": "date", "random": "0001-01-01 00:00:00,9999-12-31 23:59:59"},
                {"type": "bytes", "random": "0,9"}, {"type": "bytes", "value": "\\\\x00"}]}}}]}}
            """;

    static Stream<Arguments> servers() {
        return TestingPostgres.testedVersions().stream()
                .flatMap(version -> Stream.of(RowFormat.values()).map(format -> Arguments.of(version, format)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void holdsTheRows(int version, RowFormat format) throws Exception {
        long seed = new Random().nextLong();
        Reader reader = reader(seed);
        RowBatch batch = rows(reader, format);
        try (TestDatabase database = TestingPostgres.shared(version).newDatabase();
                Connection connection = database.connect()) {
            database.execute(
                    "create table t (id serial, a text, b text, c bigint, d double precision, e double precision,"
                            + " f boolean, g timestamp, h bytea, i bytea)");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy t (a, b, c, d, e, f, g, h, i) from stdin (format " + format + ")",
                            new ByteArrayInputStream(file(batch)));

            // Before version 12 a floating point number is shown with more digits than it needs.
            String shown = version < 12 ? "'x'" : "format('%s', d)";
            assertThat(database.query("select a, b, format('%s', c), " + shown + ", format('%s', e), format('%s', f),"
                            + " format('%s', g), format('%s', h), format('%s', i) from t order by id"))
                    .as("seed %d", seed)
                    .isEqualTo(texts(reader, batch, version < 12));
        }
    }

    private static Reader reader(long seed) {
        StreamConnector connector = new StreamConnector(OutputStream.nullOutputStream(), () -> seed);
        BatchJob job = new JobParser(connector.definitions())
                .parse(new JobText("job.json", JOB), Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC));
        DataSources none = endpoint -> {
            throw new IllegalStateException("a stream has no data source");
        };
        return connector.reader(job.reader(), Binding.temporary(none, ZoneOffset.UTC));
    }

    private static RowBatch rows(Reader reader, RowFormat format) {
        RowBatch batch = new RowBatch(format, new BatchSize(1 << 24, Integer.MAX_VALUE));
        try (RowSource source = reader.source(format)) {
            source.open(reader.plan(1).splits().get(0));
            assertThat(source.fill(batch)).isFalse();
        }
        return batch;
    }

    private static byte[] file(RowBatch batch) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        boolean binary = batch.format() == RowFormat.BINARY;
        file.writeBytes(binary ? HEADER : new byte[0]);
        file.write(batch.bytes(), 0, batch.length());
        file.writeBytes(binary ? TRAILER : new byte[0]);
        return file.toByteArray();
    }

    private static List<List<@Nullable String>> texts(Reader reader, RowBatch batch, boolean withoutDouble) {
        RowCursor cursor = new RowCursor(reader.schema());
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            List<@Nullable String> values = new ArrayList<>();
            for (int column = 0; column < reader.schema().size(); column++) {
                values.add(column == 3 && withoutDouble ? "x" : cursor.text(column));
            }
            texts.add(values);
        }
        return texts;
    }
}
