package dev.sluice.cli;

import dev.sluice.connector.Connector;
import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import dev.sluice.postgresql.PostgresConnector;
import java.util.List;

/** The connectors of this executable. */
final class Connectors {
    private static final List<Connector> ALL = List.of(new PostgresConnector());

    private Connectors() {}

    /** Returns what all of them accept in job files. */
    static List<StepDefinition<?>> definitions() {
        return ALL.stream()
                .<StepDefinition<?>>flatMap(connector -> connector.definitions().stream())
                .toList();
    }

    /** Returns the connector of a step that was read with {@link #definitions()}. */
    static Connector of(Step step) {
        return ALL.stream()
                .filter(connector -> connector.name().equals(step.connector()))
                .findFirst()
                .orElseThrow();
    }
}
