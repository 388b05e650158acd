package dev.sluice.cli;

import dev.sluice.job.Schemas;
import dev.sluice.job.StepDefinition;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schemas of the files. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of a kind of file, for editors that complete and check.",
        footer = {
            "",
            "Examples:",
            "  sluice schema > batch.schema.json",
            "  sluice schema classic > classic.schema.json",
            "  sluice schema realtime > realtime.schema.json",
            "  sluice schema datasource > datasource.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    /** The kinds of files, as the command line names them. */
    enum Kind {
        batch,
        classic,
        realtime,
        datasource
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description =
                    "${COMPLETION-CANDIDATES}: a batch job, one in DataX's format, a real-time job, a data source."
                            + " Default: batch.")
    private Kind kind = Kind.batch;

    SchemaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<StepDefinition<?>> definitions = surroundings.connectors().definitions();
        String schema = switch (kind) {
            case batch -> Schemas.batchJob(definitions);
            case classic -> Schemas.classicJob(definitions);
            case realtime -> Schemas.realtimeJob();
            case datasource -> Schemas.dataSource();
        };
        surroundings.out().println(schema);
        return Exit.DONE;
    }
}
