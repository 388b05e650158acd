package dev.sluice.testkit.contract;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Binding;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.DataSources;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.BatchJob;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.ParseResult;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Variables;
import dev.sluice.stream.StreamConnector;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The two sides of a job from stream to stream, as a job file binds them. */
final class StreamJob {
    private static final String ONE_ROW = "{\"column\":[{\"value\":\"x\"}],\"sliceRecordCount\":1}";
    private static final DataSources NONE = endpoint -> {
        throw new IllegalStateException("a stream has no data source");
    };
    private static final Binding BINDING = Binding.temporary(NONE, ZoneOffset.UTC);

    private static final Variables NO_VARIABLES = Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC);

    private StreamJob() {}

    /** Binds a reader; what is wrong with its parameter is thrown. */
    static Reader reader(String parameter) {
        StreamConnector connector = connector(OutputStream.nullOutputStream());
        return connector.reader(parse(connector, parameter, "{}").reader(), BINDING);
    }

    static Writer writer(String parameter, OutputStream out) {
        StreamConnector connector = connector(out);
        return connector.writer(parse(connector, ONE_ROW, parameter).writer(), BINDING);
    }

    /** Binds the destination of a real-time job for all tables. */
    static ChangeSink changeSink(OutputStream out) {
        StreamConnector connector = connector(out);
        RealtimeJob job = (RealtimeJob)
                new JobParser(connector.definitions()).parseAny(new JobText("printed.json", """
                {"Name": "printed", "JobType": "DatabaseRealtimeMigration", "MigrationType": "RealtimeIncremental",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}], "DestinationDataSourceType": "stream",
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": ".*"}]}]}
                """), NO_VARIABLES);
        return connector.changeSink(job, BINDING);
    }

    private static StreamConnector connector(OutputStream out) {
        return new StreamConnector(out, () -> 42);
    }

    private static BatchJob parse(StreamConnector connector, String reader, String writer) {
        String json = "{\"type\":\"job\",\"version\":\"2.0\",\"steps\":["
                + "{\"stepType\":\"stream\",\"category\":\"reader\",\"name\":\"R\",\"parameter\":" + reader + "},"
                + "{\"stepType\":\"stream\",\"category\":\"writer\",\"name\":\"W\",\"parameter\":" + writer + "}]}";
        ParseResult<BatchJob> job =
                new JobParser(connector.definitions()).read(new JobText("job.json", json), NO_VARIABLES);
        return job.value()
                .orElseThrow(() ->
                        new SyncException(ErrorCode.FILE_INVALID, job.faults().toString()));
    }

    /** Writes a text as JSON, every character by its number. */
    static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
        return json.append('"').toString();
    }
}
