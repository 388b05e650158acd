package dev.sluice.realtime;

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

/** Both ends of a first copy that needs no server. */
final class StreamEnds {
    private static final StreamConnector CONNECTOR = new StreamConnector(OutputStream.nullOutputStream(), () -> 1);
    private static final DataSources NONE = endpoint -> {
        throw new IllegalStateException("a stream has no data source");
    };
    private static final Binding BINDING = Binding.temporary(NONE, ZoneOffset.UTC);

    private StreamEnds() {}

    static Reader reader(long rows) {
        return CONNECTOR.reader(job(rows).reader(), BINDING);
    }

    static Writer writer() {
        return CONNECTOR.writer(job(1).writer(), BINDING);
    }

    private static BatchJob job(long rows) {
        String text = """
                {"type": "job", "version": "2.0", "steps": [
                  {"stepType": "stream", "name": "in", "category": "reader",
                   "parameter": {"column": [{"value": "x"}], "sliceRecordCount": %s}},
                  {"stepType": "stream", "name": "out", "category": "writer", "parameter": {"print": false}}]}
                """.formatted(Long.toString(rows));
        return (BatchJob) new JobParser(CONNECTOR.definitions())
                .parseAny(new JobText("copy.json", text), Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC));
    }
}
