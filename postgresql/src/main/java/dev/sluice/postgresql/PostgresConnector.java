package dev.sluice.postgresql;

import dev.sluice.connector.Connector;
import dev.sluice.connector.DataSources;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import java.util.List;

/** The connector {@code postgresql}. Immutable. */
public final class PostgresConnector implements Connector {
    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public List<StepDefinition<?>> definitions() {
        return List.of(PostgresReaderOptions.DEFINITION, PostgresWriterOptions.DEFINITION);
    }

    @Override
    public Reader reader(Step step, DataSources dataSources) {
        PostgresReaderOptions options = step.options(PostgresReaderOptions.class);
        return new PostgresReader(
                new PgServer(dataSources.resolve(options.relations().endpoint())), options);
    }

    @Override
    public Writer writer(Step step, DataSources dataSources) {
        PostgresWriterOptions options = step.options(PostgresWriterOptions.class);
        return new PostgresWriter(
                new PgServer(dataSources.resolve(options.relations().endpoint())), options);
    }
}
