package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.TableName;
import dev.sluice.realtime.JobFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has tables of a real-time job copied anew, whether it runs or not. */
@Command(
        name = "resync",
        description =
                "Copy tables of a real-time job anew: their rows at the destination go, and come from the source once more."
                        + " Where the job runs in this workspace, its other tables go on meanwhile; else it is done by the"
                        + " next run.",
        footer = {
            "",
            "Exit codes: 0 done; 1 the run has not taken the wish up in time; 2 the file or the command line is wrong, or a",
            "table is not one of the job's; 3 the job runs elsewhere.",
            "",
            "Examples:",
            "  sluice resync jobs/live-copy.json public.orders",
            "  sluice resync jobs/live-copy.json public.orders public.order_items"
        })
final class ResyncCommand implements Callable<Integer> {
    private static final int MOST_NAMES = 20;

    private final Surroundings surroundings;

    @Mixin
    private final JobFileOptions job = new JobFileOptions();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TABLE",
            description = "A table of the source that has its copy, as `sluice status` shows it: schema.table.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait until the run has taken the wish up. Default: ${DEFAULT-VALUE}.")
    private int seconds = 30;

    ResyncCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        BoundRealtime bound = job.source(surroundings).bindRealtime(surroundings.connectors());
        List<TableName> tables = tables(bound);
        return bound.folder().isHeld() ? ask(bound, tables) : bound.folder().exclusively(() -> empty(bound, tables));
    }

    private List<TableName> tables(BoundRealtime bound) {
        try (ChangeSink sink = bound.ends().sink()) {
            Collection<TableName> copied = sink.progress().tables().keySet();
            return names.stream().distinct().map(name -> table(name, copied)).toList();
        }
    }

    private static TableName table(String name, Collection<TableName> copied) {
        return copied.stream()
                .filter(table -> table.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.COMMAND_INVALID,
                        name + " is not one of the job's tables that have their copies",
                        copied.isEmpty() ? "None has; start the job: sluice run FILE" : "Those are " + list(copied),
                        null));
    }

    private static String list(Collection<TableName> tables) {
        String list = tables.stream()
                .map(TableName::toString)
                .sorted()
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
        return tables.size() > MOST_NAMES ? list + " and others (sluice status FILE)" : list;
    }

    private int ask(BoundRealtime bound, List<TableName> tables) throws InterruptedException {
        JobFolder folder = bound.folder();
        Waiting waiting = new Waiting(surroundings.time(), Duration.ofSeconds(seconds));
        if (!waiting.until(() -> !folder.isAskedToResync())) {
            return late("try again");
        }
        folder.askToResync(tables);
        if (!waiting.until(() -> !folder.isAskedToResync())) {
            return late("it does when its tables are followed, or the next run does");
        }
        surroundings.out().println("The run has taken it up: " + list(tables) + "; see sluice status");
        return Exit.DONE;
    }

    private int late(String next) {
        surroundings.err().println("The run has not taken it up within " + seconds + " s; " + next);
        return Exit.FAILED;
    }

    private int empty(BoundRealtime bound, List<TableName> tables) {
        try (ChangeSource source = bound.ends().source();
                ChangeSink sink = bound.ends().sink()) {
            sink.prepare(source.tables());
            tables.forEach(sink::empty);
        }
        surroundings.out().println("Emptied, and copied anew by the next run: " + list(tables));
        return Exit.DONE;
    }
}
