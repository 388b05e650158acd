package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.realtime.ResyncAnswer.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Wishes that tables be copied anew while a run goes on. A table that is emptied joins the others like one that has not been
 * copied yet. A wish outlives the attempts of a run. Thread-safe.
 */
final class Resync {
    /** So long after a look that found a table in use the next one is taken: each keeps the other tables waiting. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final RealtimeJob job;
    private final Time time;
    private final Queue<Wish> wishes = new ArrayDeque<>();

    Resync(RealtimeJob job, Time time) {
        this.job = job;
        this.time = time;
    }

    /** Takes note of a wish; the result is done when each of its tables is emptied, or it is known why one is not. */
    CompletableFuture<ResyncAnswer> ask(List<TableName> tables) {
        if (!job.migration().type().followsChanges()) {
            return CompletableFuture.completedFuture(refused(tables));
        }
        Wish wish = new Wish(tables, time.nanos());
        synchronized (this) {
            wishes.add(wish);
        }
        return wish.answer;
    }

    private static ResyncAnswer refused(List<TableName> tables) {
        String why = "the job follows no changes, and its run copies each table once; ask again when it has ended";
        return new ResyncAnswer(
                List.of(), tables.stream().map(table -> new Refused(table, why)).toList());
    }

    /** Returns whether it is time for {@link #apply}. */
    synchronized boolean isDue() {
        return !wishes.isEmpty() && !due().isEmpty();
    }

    private synchronized List<Wish> due() {
        return wishes.stream().filter(wish -> time.nanos() - wish.due >= 0).toList();
    }

    private synchronized void done(Wish wish) {
        wishes.remove(wish);
        wish.answer.complete(new ResyncAnswer(wish.taken, wish.refused));
    }

    private synchronized void postpone(Wish wish) {
        wish.due = time.nanos() + RETRY.toNanos();
    }

    /**
     * Empties the tables that are followed. For one that others use it is not waited.
     *
     * @throws SyncException if that fails by what may pass; what is wished stays wished
     */
    void apply(ChangeSource source, ChangeSink sink, RunMonitor monitor) {
        for (Wish wish : due()) {
            Progress progress = sink.progress();
            wish.apply(progress, ResyncCheck.of(job, source, progress), sink, monitor);
            if (wish.open.isEmpty()) {
                done(wish);
            } else {
                postpone(wish);
            }
        }
    }

    /** One wish, whose tables are gone through by the thread of the run; when it is due is guarded by the wishes. */
    private static final class Wish {
        private final CompletableFuture<ResyncAnswer> answer = new CompletableFuture<>();
        private final List<TableName> taken = new ArrayList<>();
        private final List<Refused> refused = new ArrayList<>();
        private List<TableName> open;
        private String told = "";
        private long due;

        Wish(List<TableName> tables, long due) {
            this.open = List.copyOf(tables);
            this.due = due;
        }

        void apply(Progress progress, ResyncCheck check, ChangeSink sink, RunMonitor monitor) {
            List<TableName> before = open;
            for (TableName table : before) {
                if (progress.unended().contains(table)) {
                    monitor.done(table + " has not had its copy yet, which is made");
                    take(table);
                    continue;
                }
                Optional<String> obstacle = check.obstacle(table);
                if (obstacle.isPresent()) {
                    refuse(new Refused(table, obstacle.get()), monitor);
                } else {
                    empty(table, sink, monitor);
                }
            }
        }

        private void empty(TableName table, ChangeSink sink, RunMonitor monitor) {
            try {
                Optional<String> users = sink.emptyIfUnused(table);
                if (users.isPresent()) {
                    waits(table + " cannot be emptied yet: " + users.get(), monitor);
                } else {
                    monitor.done(table + " is emptied and copied anew, as it is wished");
                    take(table);
                }
            } catch (SyncException e) {
                if (e.code().retryable() || e.code() == ErrorCode.CANCELLED) {
                    throw e;
                }
                refuse(Refused.of(table, e), monitor);
            }
        }

        private void waits(String why, RunMonitor monitor) {
            if (!told.equals(why)) {
                monitor.warn(why + ". The other tables go on; it is tried again every " + RETRY.toSeconds() + " s");
                told = why;
            }
        }

        private void take(TableName table) {
            close(table);
            taken.add(table);
        }

        private void refuse(Refused table, RunMonitor monitor) {
            monitor.warn(table.text());
            close(table.table());
            refused.add(table);
        }

        private void close(TableName table) {
            open = open.stream().filter(one -> !one.equals(table)).toList();
        }
    }
}
