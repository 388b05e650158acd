package dev.sluice.postgresql;

import dev.sluice.connector.Binding;
import dev.sluice.connector.DataSources;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.BatchJob;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.Variables;
import dev.sluice.stream.StreamConnector;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The {@code stream} connector's sides of jobs, as files describe them. */
final class StreamSteps {
    private StreamSteps() {}

    /** Returns a reader of made-up rows; {@code columns} is the content of the list in JSON. */
    static Reader reader(long rows, String columns, long seed) {
        StreamConnector connector = new StreamConnector(OutputStream.nullOutputStream(), () -> seed);
        BatchJob job = job(connector, "{\"sliceRecordCount\": " + rows + ", \"column\": [" + columns + "]}", "{}");
        return connector.reader(job.reader(), binding());
    }

    /** Returns a writer that prints; {@code parameter} is a JSON object. */
    static Writer writer(String parameter, OutputStream out) {
        StreamConnector connector = new StreamConnector(out, () -> 0);
        BatchJob job = job(connector, "{\"sliceRecordCount\": 1, \"column\": [{\"value\": \"x\"}]}", parameter);
        return connector.writer(job.writer(), binding());
    }

    private static BatchJob job(StreamConnector connector, String reader, String writer) {
        String json = """
                {"type": "job", "version": "2.0", "steps": [
                  {"stepType": "stream", "category": "reader", "name": "R", "parameter": %s},
                  {"stepType": "stream", "category": "writer", "name": "W", "parameter": %s}]}
                """.formatted(reader, writer);
        return new JobParser(connector.definitions())
                .parse(new JobText("job.json", json), Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC));
    }

    private static Binding binding() {
        DataSources none = endpoint -> {
            throw new IllegalStateException("a stream has no data source");
        };
        return Binding.temporary(none, ZoneOffset.UTC);
    }
}
