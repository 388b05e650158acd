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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

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
    private long next;

    Resync(RealtimeJob job, Time time) {
        this.job = job;
        this.time = time;
        this.next = time.nanos();
    }

    /** Takes note of a wish; the result is done when each of its tables is emptied, or it is known why one is not. */
    CompletableFuture<ResyncAnswer> ask(List<TableName> tables) {
        if (!job.migration().type().followsChanges()) {
            return CompletableFuture.completedFuture(refused(tables));
        }
        Wish wish = new Wish(tables);
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

    private synchronized boolean isDue() {
        return !wishes.isEmpty() && time.nanos() - next >= 0;
    }

    private synchronized List<Wish> all() {
        return List.copyOf(wishes);
    }

    private synchronized void done(Wish wish) {
        wishes.remove(wish);
        wish.answer.complete(new ResyncAnswer(wish.taken, wish.refused));
    }

    private synchronized void postpone(Wish wish) {
        wishes.remove(wish);
        wishes.add(wish);
        next = time.nanos() + RETRY.toNanos();
    }

    /**
     * Empties the tables that are followed. For one that others use it is waited a moment; it and those behind it come later.
     *
     * @return whether there are tables to be copied now
     * @throws SyncException if that fails by what may pass; what is wished stays wished
     */
    boolean apply(ChangeSource source, ChangeSink sink, RunMonitor monitor) {
        if (!isDue()) {
            return false;
        }
        Progress progress = sink.progress();
        ResyncCheck check = ResyncCheck.of(job, source, progress);
        boolean any = false;
        for (Wish wish : all()) {
            int before = wish.taken.size();
            boolean used = wish.apply(progress, check, sink, monitor);
            List<TableName> taken = wish.taken.subList(before, wish.taken.size());
            any |= !taken.isEmpty();
            all().forEach(other -> other.takeToo(taken));
            if (used) {
                postpone(wish);
                break;
            }
        }
        all().stream().filter(wish -> wish.open.isEmpty()).forEach(this::done);
        return any;
    }

    /** One wish, whose tables are gone through by the thread of the run. */
    private static final class Wish {
        private final CompletableFuture<ResyncAnswer> answer = new CompletableFuture<>();
        private final List<TableName> taken = new ArrayList<>();
        private final List<Refused> refused = new ArrayList<>();
        private final Set<String> told = new HashSet<>();
        private List<TableName> open;

        Wish(List<TableName> tables) {
            this.open = List.copyOf(tables);
        }

        /** Returns whether it came to a table that is in use, behind which it did not go. */
        boolean apply(Progress progress, ResyncCheck check, ChangeSink sink, RunMonitor monitor) {
            for (TableName table : open) {
                Optional<String> obstacle = check.obstacle(table);
                if (progress.unended().contains(table)) {
                    monitor.done(table + " has not had its copy yet, which is made");
                    take(table);
                } else if (obstacle.isPresent()) {
                    refuse(new Refused(table, obstacle.get()), monitor);
                } else if (!empty(table, sink, monitor)) {
                    return true;
                }
            }
            return false;
        }

        /** Tables that were emptied for another wish when this one was there. */
        void takeToo(List<TableName> tables) {
            open.stream().filter(tables::contains).toList().forEach(this::take);
        }

        /** Returns whether it is known what becomes of the table; of one that is in use it is not. */
        private boolean empty(TableName table, ChangeSink sink, RunMonitor monitor) {
            try {
                Optional<String> users = sink.emptyIfUnused(table);
                if (users.isPresent()) {
                    waits(table, users.get(), monitor);
                    return false;
                }
                monitor.done(table + " is emptied and copied anew, as it is wished");
                take(table);
            } catch (SyncException e) {
                if (e.code().retryable() || e.code() == ErrorCode.CANCELLED) {
                    throw e;
                }
                refuse(Refused.of(table, e), monitor);
            }
            return true;
        }

        /** The others of the wish come before it next time. */
        private void waits(TableName table, String users, RunMonitor monitor) {
            close(table);
            open = Stream.concat(open.stream(), Stream.of(table)).toList();
            String why = table + " cannot be emptied yet: " + users;
            if (told.add(why)) {
                monitor.warn(why + ". The other tables go on; it is tried again every " + RETRY.toSeconds() + " s");
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
