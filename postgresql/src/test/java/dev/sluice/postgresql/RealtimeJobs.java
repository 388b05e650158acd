package dev.sluice.postgresql;

import dev.sluice.Time;
import dev.sluice.connector.Binding;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.DataSources;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.Endpoint;
import dev.sluice.job.ErrorLimit;
import dev.sluice.job.Execution;
import dev.sluice.job.Format;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Settings;
import dev.sluice.job.Variables;
import dev.sluice.realtime.FirstCopy;
import dev.sluice.realtime.Follower;
import dev.sluice.realtime.RealtimeRun;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Real-time jobs between two databases, which are called {@code source} and {@code destination}. */
final class RealtimeJobs {
    private final TestEndpoint source;
    private final TestEndpoint destination;
    private final Path folder;

    RealtimeJobs(TestEndpoint source, TestEndpoint destination, Path folder) {
        this.source = source;
        this.destination = destination;
        this.folder = folder;
    }

    /** Returns a job for the tables of schema {@code public} that match {@code tables}. */
    static RealtimeJob job(String name, String tables) {
        String text = """
                {"Name": "%s", "JobType": "DatabaseRealtimeMigration", "MigrationType": "FullAndRealtimeIncremental",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}],
                 "DestinationDataSourceSettings": [{"DataSourceName": "destination"}],
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": "%s"}]}]}
                """.formatted(name, tables);
        JobParser parser = new JobParser(new PostgresConnector().definitions());
        return (RealtimeJob) parser.parseAny(
                new JobText(name + ".json", text), Variables.of(Map.of(), java.time.Instant.EPOCH, ZoneOffset.UTC));
    }

    /** Copies what is not copied yet and follows until everything is there that is committed by now. */
    void catchUp(RealtimeJob job) {
        run(job, Follower.End.CAUGHT_UP).run();
    }

    RealtimeRun run(RealtimeJob job, Follower.End end) {
        return run(job, sink(job), end);
    }

    RealtimeRun run(RealtimeJob job, ChangeSink sink, Follower.End end) {
        FirstCopy firstCopy = new FirstCopy(settings(job), new LocalEngine(), folder, Time.system());
        return new RealtimeRun(source(job), sink, firstCopy, new Follower(end));
    }

    ChangeSource source(RealtimeJob job) {
        return new PostgresConnector().changeSource(job, binding());
    }

    ChangeSink sink(RealtimeJob job) {
        return new PostgresConnector().changeSink(job, binding());
    }

    private Binding binding() {
        Map<String, TestEndpoint> endpoints = Map.of("source", source, "destination", destination);
        DataSources dataSources = endpoint -> {
            TestEndpoint named = endpoints.get(((Endpoint.Named) endpoint).dataSource());
            if (named == null) {
                throw new IllegalArgumentException("no data source " + endpoint);
            }
            return named.dataSource();
        };
        return new Binding(dataSources, ZoneOffset.UTC);
    }

    private static Settings settings(RealtimeJob job) {
        return new Settings(
                ErrorLimit.silent(Format.V2),
                job.settings().runtime().copy().speed(),
                Execution.LOCAL,
                Optional.empty());
    }
}
