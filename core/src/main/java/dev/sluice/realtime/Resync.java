package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Wishes that tables be copied anew while a run goes on. A table that is emptied joins the others like one that has not been
 * copied yet. A wish outlives the attempts of a run. Thread-safe.
 */
final class Resync {
    private final Queue<Wish> wishes = new ArrayDeque<>();

    private record Wish(List<TableName> tables, CompletableFuture<Void> done) {}

    /** Takes note of a wish; the result is done when its tables are emptied, or the user was told why one is not. */
    synchronized Future<Void> ask(List<TableName> tables) {
        Wish wish = new Wish(List.copyOf(tables), new CompletableFuture<>());
        wishes.add(wish);
        return wish.done;
    }

    /** Returns whether there is a wish. */
    boolean isAsked() {
        return next() != null;
    }

    private synchronized @Nullable Wish next() {
        return wishes.peek();
    }

    private synchronized void done(Wish wish) {
        wishes.remove(wish);
        wish.done.complete(null);
    }

    /**
     * Empties the tables that are followed.
     *
     * @throws SyncException if that fails by what may pass; what is wished stays wished
     */
    void apply(ChangeSink sink, RunMonitor monitor) {
        for (Wish wish = next(); wish != null; wish = next()) {
            Progress progress = sink.progress();
            wish.tables.forEach(table -> apply(table, progress, sink, monitor));
            done(wish);
        }
    }

    private static void apply(TableName table, Progress progress, ChangeSink sink, RunMonitor monitor) {
        if (progress.unended().contains(table)) {
            monitor.done(table + " has not had its copy yet, which is made");
            return;
        }
        if (!progress.tables().containsKey(table)) {
            monitor.warn(table + " is not copied anew: the job does not follow it");
            return;
        }
        try {
            sink.empty(table);
            monitor.done(table + " is emptied and copied anew, as it is wished");
        } catch (SyncException e) {
            if (e.code().retryable() || e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            monitor.warn(table + " is not copied anew: " + e.getMessage()
                    + e.hint().map(hint -> ". " + hint).orElse(""));
        }
    }
}
