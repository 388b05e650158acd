package dev.sluice.postgresql;

import dev.sluice.Time;
import dev.sluice.change.Lsn;
import dev.sluice.connector.Binding;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.DataSources;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.CopySettings;
import dev.sluice.job.Endpoint;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Variables;
import dev.sluice.preflight.Finding;
import dev.sluice.realtime.Ends;
import dev.sluice.realtime.FirstCopy;
import dev.sluice.realtime.RealtimeListener;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.RunPlan;
import dev.sluice.testkit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Real-time jobs between two databases, which are called {@code source} and {@code destination}. Those of an extension have a
 * folder of their own in each test, and the source forgets after it all that read from there.
 */
final class RealtimeJobs implements BeforeEachCallback, AfterEachCallback {
    private final TestEndpoint source;
    private final TestEndpoint destination;
    /** By their names; runs add to it in threads of their own. */
    private final Map<String, RealtimeJob> used;

    private final PostgresConnector connector = new PostgresConnector();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final ZoneId zone;
    private @Nullable Path folder;

    /** As an extension that is registered by a field of the instance: the databases are there by then. */
    RealtimeJobs(TwoDatabases databases) {
        this(
                TestEndpoint.of(databases.source()),
                TestEndpoint.of(databases.destination()),
                new ConcurrentHashMap<>(),
                null,
                ZoneOffset.UTC);
    }

    /** With endpoints and a folder of the caller's, who lets the source forget the jobs. */
    RealtimeJobs(TestEndpoint source, TestEndpoint destination, Path folder) {
        this(source, destination, new ConcurrentHashMap<>(), folder, ZoneOffset.UTC);
    }

    private RealtimeJobs(
            TestEndpoint source,
            TestEndpoint destination,
            Map<String, RealtimeJob> used,
            @Nullable Path folder,
            ZoneId zone) {
        this.source = source;
        this.destination = destination;
        this.used = used;
        this.folder = folder;
        this.zone = zone;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Path made = Files.createTempDirectory("sluice-jobs-");
        AutoCloseable deletion = () -> FileTree.delete(made);
        context.getStore(Namespace.create(RealtimeJobs.class)).put(this, deletion);
        folder = made;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        used.values().forEach(this::forget);
    }

    /** Returns jobs in the same folder that read from elsewhere, or as somebody else, and are forgotten with these. */
    RealtimeJobs from(TestEndpoint otherSource) {
        return new RealtimeJobs(otherSource, destination, used, folder(), zone);
    }

    /** Returns jobs in the same folder that write to elsewhere, or as somebody else, and are forgotten with these. */
    RealtimeJobs to(TestEndpoint otherDestination) {
        return new RealtimeJobs(source, otherDestination, used, folder(), zone);
    }

    /** Returns jobs in the same folder whose data sources have a time zone, and that are forgotten with these. */
    RealtimeJobs in(ZoneId other) {
        return new RealtimeJobs(source, destination, used, folder(), other);
    }

    /** Returns where the jobs keep their files. */
    Path folder() {
        return Objects.requireNonNull(folder);
    }

    /** Returns a job for the tables of schema {@code public} that match {@code tables}. */
    static RealtimeJob job(String name, String tables) {
        return job(name, tables, "Regex");
    }

    /** Returns a job that copies nothing, for the tables of schema {@code public} that match {@code tables}. */
    static RealtimeJob followingOnly(String name, String tables) {
        return parse(
                name, text(name, tables, "Regex", "}]").replace("FullAndRealtimeIncremental", "RealtimeIncremental"));
    }

    /** Returns a job that follows nothing, for the tables of schema {@code public} that match {@code tables}. */
    static RealtimeJob full(String name, String tables) {
        return parse(
                name,
                text(name, tables, "Regex", "}]")
                        .replace("DatabaseRealtimeMigration", "DatabaseOfflineMigration")
                        .replace("FullAndRealtimeIncremental", "Full"));
    }

    /** Returns a job for one table of schema {@code public}. */
    static RealtimeJob exactly(String name, String table) {
        return job(name, table, "Exact");
    }

    /** Returns a job for the tables of schema {@code public} that match {@code tables}, with settings of its own. */
    static RealtimeJob with(String name, String tables, String settings) {
        return job(name, tables, "Regex", "}], \"JobSettings\": " + settings);
    }

    /**
     * Returns a job for the tables of schema {@code public} that match {@code tables}, with rules of the form {@code action:
     * expression}, and for those that match {@code others}, without any.
     */
    static RealtimeJob ruled(String name, String tables, String others, String... rules) {
        List<String> references = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        for (String rule : rules) {
            String[] parts = rule.split(": ", 2);
            String reference = "{\"RuleName\": \"my %1$s\", \"RuleActionType\": \"%1$s\", \"RuleTargetType\": \"Table\""
                    .formatted(parts[0]);
            references.add(reference + "}");
            definitions.add(reference + ", \"RuleExpression\": " + parts[1] + "}");
        }
        return job(name, tables, "Regex", """
                , "TransformationRules": [%s]}, {"SourceObjectSelectionRules": [
                     {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": "%s"}]}],
                 "TransformationRules": [%s]""".formatted(
                        String.join(", ", references), others, String.join(", ", definitions)));
    }

    private static RealtimeJob job(String name, String tables, String expressionType) {
        return job(name, tables, expressionType, "}]");
    }

    private static RealtimeJob job(String name, String tables, String expressionType, String more) {
        return parse(name, text(name, tables, expressionType, more));
    }

    private static String text(String name, String tables, String expressionType, String more) {
        return """
                {"Name": "%s", "JobType": "DatabaseRealtimeMigration", "MigrationType": "FullAndRealtimeIncremental",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}],
                 "DestinationDataSourceSettings": [{"DataSourceName": "destination"}],
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "%s", "Expression": "%s"}]%s}
                """.formatted(name, expressionType, tables, more);
    }

    private static RealtimeJob parse(String name, String text) {
        JobParser parser = new JobParser(new PostgresConnector().definitions());
        return (RealtimeJob) parser.parseAny(
                new JobText(name + ".json", text), Variables.of(Map.of(), java.time.Instant.EPOCH, ZoneOffset.UTC));
    }

    /** Copies what is not copied yet and follows until everything is there that is committed by now. */
    void catchUp(RealtimeJob job) {
        succeed(run(job, RunPlan.Until.CAUGHT_UP));
    }

    /** Does the same from a position on that the user names. */
    void catchUpFrom(RealtimeJob job, Lsn from) {
        succeed(run(job, new RunPlan(RunPlan.Until.CAUGHT_UP, Optional.of(from)), () -> sink(job)));
    }

    private static void succeed(RealtimeRun run) {
        RealtimeReport report = run.run();
        report.error().ifPresent(error -> {
            throw error;
        });
    }

    RealtimeRun run(RealtimeJob job, RunPlan.Until until) {
        return run(job, until, () -> sink(job));
    }

    /** The sinks are closed by the run. */
    RealtimeRun run(RealtimeJob job, RunPlan.Until until, Supplier<ChangeSink> sinks) {
        return run(job, new RunPlan(until, Optional.empty()), sinks);
    }

    private RealtimeRun run(RealtimeJob job, RunPlan plan, Supplier<ChangeSink> sinks) {
        CopySettings copy = job.settings().runtime().copy();
        return new RealtimeRun(
                job,
                ends(job, sinks),
                new FirstCopy(copy, new LocalEngine(copy.channels()), folder(), Time.system()),
                plan,
                new Warned(),
                Time.system());
    }

    private Ends ends(RealtimeJob job, Supplier<ChangeSink> sinks) {
        return new Ends() {
            @Override
            public ChangeSource source() {
                return RealtimeJobs.this.source(job);
            }

            @Override
            public ChangeSink sink() {
                return sinks.get();
            }
        };
    }

    /** Removes what the source keeps for a job. */
    void forget(RealtimeJob job) {
        try (ChangeSource source = connector.changeSource(job, binding())) {
            source.forget();
        }
        used.remove(job.name());
    }

    ChangeSource source(RealtimeJob job) {
        used.put(job.name(), job);
        return connector.changeSource(job, binding());
    }

    ChangeSink sink(RealtimeJob job) {
        return connector.changeSink(job, binding());
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
        return new Binding(dataSources, zone, folder());
    }

    /** Returns what the runs so far have warned of. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private final class Warned implements RealtimeListener {
        @Override
        public void checked(List<Finding> findings) {}

        @Override
        public void changed(RealtimeStatus status) {}

        @Override
        public void done(String text) {}

        @Override
        public void warned(String text) {
            warnings.add(text);
        }
    }
}
