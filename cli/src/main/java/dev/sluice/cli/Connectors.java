package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Connector;
import dev.sluice.job.DataSource;
import dev.sluice.job.Nearest;
import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import dev.sluice.postgresql.PostgresConnector;
import dev.sluice.stream.StreamConnector;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The connectors of this executable. */
record Connectors(List<Connector> all) {
    /** Returns them; the writer {@code stream} prints to {@code rows}. */
    static Connectors printingTo(OutputStream rows) {
        return new Connectors(List.of(
                new PostgresConnector(),
                new StreamConnector(rows, () -> ThreadLocalRandom.current().nextLong())));
    }

    /** Returns what all of them accept in job files. */
    List<StepDefinition<?>> definitions() {
        return all.stream()
                .<StepDefinition<?>>flatMap(connector -> connector.definitions().stream())
                .toList();
    }

    /**
     * Returns the connector of a data source.
     *
     * @throws SyncException with FILE_INVALID if there is none of its type
     */
    Connector of(DataSource dataSource) {
        List<String> names = all.stream().map(Connector::name).toList();
        return all.stream()
                .filter(connector -> connector.name().equals(dataSource.type()))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.FILE_INVALID,
                        "The data source " + dataSource.name() + " is of a type that is not known: " + dataSource.type()
                                + Nearest.to(dataSource.type(), names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; allowed is " + String.join(", ", names)),
                        "Correct its \"type\"",
                        null));
    }

    /** Returns the connector of destinations that are no data source. */
    Connector stream() {
        return named(StreamConnector.NAME);
    }

    /** Returns the connector of a step that was read with {@link #definitions()}. */
    Connector of(Step step) {
        return named(step.connector());
    }

    private Connector named(String name) {
        return all.stream()
                .filter(connector -> connector.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
