package dev.sluice.postgresql;

import dev.sluice.Time;
import dev.sluice.connector.Binding;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ConnectionTest;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.DataSource;
import dev.sluice.job.Endpoint;
import dev.sluice.job.RealtimeDestination;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Relations;
import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connector {@code postgresql}. Safe for use by several threads. */
public final class PostgresConnector implements Connector {
    /** By the jobs' identifiers. */
    private final Map<String, TextNeed> texts = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public List<StepDefinition<?>> definitions() {
        return List.of(PostgresReaderOptions.DEFINITION, PostgresWriterOptions.DEFINITION);
    }

    @Override
    public Reader reader(Step step, Binding binding) {
        PostgresReaderOptions options = step.options(PostgresReaderOptions.class);
        return new PostgresReader(server(options.relations(), binding), options);
    }

    @Override
    public Writer writer(Step step, Binding binding) {
        PostgresWriterOptions options = step.options(PostgresWriterOptions.class);
        return new PostgresWriter(server(options.relations(), binding), options);
    }

    @Override
    public ConnectionTest test(DataSource dataSource, Duration limit) {
        List<ConnectionTest.Attempt> attempts = new PgServer(dataSource, ZoneOffset.UTC)
                .each().stream()
                        .map(server -> new AddressTrial(server, new Patience(limit, Time.system())).attempt())
                        .toList();
        return new ConnectionTest(attempts);
    }

    @Override
    public ChangeSource changeSource(RealtimeJob job, Binding binding) {
        return new PostgresChangeSource(
                server(new Endpoint.Named(job.source().dataSource()), binding),
                job,
                binding.scratch(),
                texts.computeIfAbsent(job.identity().id(), id -> new TextNeed()));
    }

    @Override
    public ChangeSink changeSink(RealtimeJob job, Binding binding) {
        if (!(job.destination() instanceof RealtimeDestination.Named destination)) {
            throw new IllegalArgumentException("the destination of " + job.name() + " is no data source");
        }
        Endpoint endpoint = new Endpoint.Named(destination.dataSource());
        return new PostgresChangeSink(
                server(endpoint, binding), job, destination.dataSource(), new Durability(Time.system()));
    }

    private static PgServer server(Endpoint endpoint, Binding binding) {
        return new PgServer(binding.dataSources().resolve(endpoint), binding.timeZone());
    }

    private static PgServer server(Relations relations, Binding binding) {
        return server(relations.endpoint(), binding);
    }
}
