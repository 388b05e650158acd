package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.SourceStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes everything that a real-time job has made for itself. */
@Command(
        name = "drop",
        description = "Remove what a real-time job keeps for itself: the slot, the publication and the event"
                + " trigger at the source, its progress at the destination, its state in the workspace. The copied rows and"
                + " the job file stay. The next run begins with a new first copy: empty the tables before, or set"
                + " dst.offline.truncate.",
        footer = {
            "",
            "Exit codes: 0 done, also when nothing was left; 1 it failed; 2 the file or the command line is wrong; 3 the job"
                    + " runs.",
            "",
            "Examples:",
            "  sluice drop jobs/live-copy.json",
            "  sluice drop jobs/live-copy.json --force             (where a server is gone for good)"
        })
final class DropCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JobFileOptions file = new JobFileOptions();

    @Option(
            names = "--force",
            description =
                    "Remove what can be reached, also when one of the servers cannot be; print the statements that"
                            + " remove the rest, and end with 0. A slot that is left keeps the source's log.")
    private boolean force;

    DropCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        BoundRealtime bound = file.source(surroundings).bindRealtime(surroundings.connectors());
        return bound.folder().exclusively(() -> drop(bound));
    }

    private int drop(BoundRealtime bound) {
        JobView view = JobView.of(bound);
        requireIdle(bound, view);
        if (!force) {
            view.source().require();
            view.destination().require();
        }
        try (ChangeSink sink = bound.ends().sink()) {
            if (view.destination().error().isEmpty()) {
                requireIdle(sink);
            }
            int source = drop("source", () -> forgetSource(bound), view.source(), leftAtSource(bound));
            int destination = drop("destination", sink::forget, view.destination(), leftAtSink(bound));
            if (source == Exit.DONE && destination == Exit.DONE) {
                bound.folder().delete();
            }
            return Math.max(source, destination);
        }
    }

    /** A run of another workspace that makes its first copies reads from no slot yet; none begins as long as the sink is open. */
    private static void requireIdle(ChangeSink sink) {
        sink.awaitEarlier().ifPresent(left -> {
            throw new SyncException(
                    ErrorCode.ALREADY_RUNNING,
                    left + " is still at work for a run of this job",
                    "Wait for it, or end that session, and drop the job then",
                    null);
        });
    }

    /** Whoever reads from the slot would fail, and may be a run of another workspace. */
    private static void requireIdle(BoundRealtime bound, JobView view) {
        boolean active = view.source()
                .known()
                .flatMap(SourceStatus::slot)
                .filter(SourceStatus.Slot::active)
                .isPresent();
        if (active) {
            throw new SyncException(
                    ErrorCode.ALREADY_RUNNING,
                    "Somebody reads from the slot " + bound.job().identity().slot() + " now, so the job runs somewhere",
                    "Stop that run first (sluice stop FILE, where it was started). If it was killed while its slot was made, end"
                            + " what is left of it: SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name ="
                            + " '" + bound.job().identity().slot() + "'",
                    null);
        }
    }

    private int drop(String side, Supplier<List<String>> forgetting, Answer<?> reached, List<String> left) {
        Answer<List<String>> gone =
                reached.error().isPresent() ? new Answer<>(Optional.empty(), reached.error()) : Answer.of(forgetting);
        gone.known()
                .ifPresent(all -> surroundings
                        .out()
                        .println("Removed at the " + side + ": "
                                + (all.isEmpty() ? "nothing, there was nothing left" : String.join(", ", all))));
        gone.error().ifPresent(error -> {
            surroundings.err().println("Left at the " + side + ", because: " + error.getMessage());
            error.hint().ifPresent(hint -> surroundings.err().println("  -> " + hint));
            left.forEach(statement -> surroundings.err().println("  -> " + statement));
        });
        return gone.error().isPresent() && !force ? Exit.FAILED : Exit.DONE;
    }

    private static List<String> forgetSource(BoundRealtime bound) {
        try (ChangeSource source = bound.ends().source()) {
            return source.forget();
        }
    }

    private static List<String> leftAtSource(BoundRealtime bound) {
        String trigger = "di_ddl_" + bound.job().identity().id();
        return List.of(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
                        + bound.job().identity().slot() + "'",
                "DROP PUBLICATION IF EXISTS " + bound.job().identity().publication(),
                "DROP EVENT TRIGGER IF EXISTS " + trigger,
                "DROP FUNCTION IF EXISTS " + trigger + "()");
    }

    private static List<String> leftAtSink(BoundRealtime bound) {
        return List.of("DELETE FROM sluice_progress WHERE job = '"
                + bound.job().identity().id() + "'");
    }
}
