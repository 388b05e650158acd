package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.realtime.Readiness;
import dev.sluice.realtime.ResyncAnswer;
import dev.sluice.realtime.ResyncAnswer.Refused;
import dev.sluice.realtime.ResyncCheck;
import dev.sluice.realtime.ResyncFiles;
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
            "Exit codes: 0 done; 1 a table could not be emptied, as is said then, or the run has not done it in time; 2 the",
            "file or the command line is wrong, or a table is not one of the job's, or the source does not have it any more;",
            "3 the job runs elsewhere, or a check failed that a run begins with.",
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
            description = "How long to wait until the run has emptied the tables. Default: ${DEFAULT-VALUE}.")
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

    /** Each table is a wish of its own: what is done of several is not done once more by the next run. */
    private int ask(BoundRealtime bound, List<TableName> tables) throws InterruptedException {
        ResyncFiles files = bound.folder().resyncs();
        List<ResyncFiles.Wish> wishes =
                tables.stream().map(table -> files.ask(List.of(table))).toList();
        boolean done = new Waiting(surroundings.time(), Duration.ofSeconds(seconds))
                .until(() -> wishes.stream().noneMatch(files::isOpen));
        List<TableName> taken = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (ResyncFiles.Wish wish : wishes) {
            if (!files.isOpen(wish)) {
                ResyncAnswer answer = files.takeAnswer(wish).orElseGet(() -> lost(wish));
                taken.addAll(answer.taken());
                refused.addAll(answer.refused());
            }
        }
        int code = tell("Emptied, and copied anew by the run: ", new ResyncAnswer(taken, refused));
        if (!done) {
            surroundings
                    .err()
                    .println("The run has not done all of it within " + seconds
                            + " s; it does when its tables are followed"
                            + " and nobody uses these at the destination, or the next run does");
        }
        return done ? code : Exit.FAILED;
    }

    private static ResyncAnswer lost(ResyncFiles.Wish wish) {
        return new ResyncAnswer(
                List.of(),
                wish.tables().stream()
                        .map(table -> new Refused(table, "the wish is gone without an answer"))
                        .toList());
    }

    private int tell(String what, ResyncAnswer answer) {
        if (!answer.taken().isEmpty()) {
            surroundings.out().println(what + list(answer.taken()));
        }
        answer.refused().forEach(table -> surroundings.err().println(table.text()));
        return answer.refused().isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    /** The next run, which is to copy them, would have to pass the same checks. */
    private int empty(BoundRealtime bound, List<TableName> tables) {
        try (ChangeSource source = bound.ends().source();
                ChangeSink sink = bound.ends().sink()) {
            Readiness ready = Readiness.of(bound.job(), source, sink);
            Finding.require(ready.findings());
            sink.prepare(ready.tables());
            requireReplaceable(tables, ResyncCheck.of(bound.job(), source, sink.progress()));
            ResyncAnswer answer = empty(tables, sink);
            bound.folder()
                    .resyncs()
                    .done(answer.taken(), text -> surroundings.err().println("warning: " + text));
            return tell("Emptied, and copied anew by the next run: ", answer);
        }
    }

    private static void requireReplaceable(List<TableName> tables, ResyncCheck check) {
        List<String> refused = tables.stream()
                .flatMap(table -> check.obstacle(table).map(why -> new Refused(table, why).text()).stream())
                .toList();
        if (!refused.isEmpty()) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    String.join("\n", refused) + "\nNothing is emptied",
                    "Leave it out: what the destination has may be the last copy of its rows",
                    null);
        }
    }

    private static ResyncAnswer empty(List<TableName> tables, ChangeSink sink) {
        List<TableName> taken = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (TableName table : tables) {
            try {
                sink.emptyIfUnused(table)
                        .ifPresentOrElse(users -> refused.add(new Refused(table, users)), () -> taken.add(table));
            } catch (SyncException e) {
                refused.add(Refused.of(table, e));
            }
        }
        return new ResyncAnswer(taken, refused);
    }
}
