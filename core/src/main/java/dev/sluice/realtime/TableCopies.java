package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunCounters;
import dev.sluice.batch.RunListener;
import dev.sluice.batch.RunReport;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.Reader;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Copies several tables of one snapshot at a time. Each copy has a thread; this one begins and notes them all, as both
 * ends of a job are used by one thread. {@link #copy} is called once, {@link #stop} from any thread.
 */
final class TableCopies {
    /** So often somebody looks whether rows come. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final TableSnapshot snapshot;
    private final CopyPlace place;
    private final FirstCopy how;
    private final RunMonitor monitor;
    private final Map<TableName, Copy> underWay = new HashMap<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int free;
    private long rows;

    private record Copy(BatchRun run, Thread thread, int channels) {
        long rows() {
            return run.counts().recordsRead();
        }
    }

    /** A copy that ended with its report, or the wish that all end. */
    private record Ended(Optional<TableName> table, Optional<RunReport> report) {}

    TableCopies(TableSnapshot snapshot, CopyPlace place, FirstCopy how, RunMonitor monitor) {
        this.snapshot = snapshot;
        this.place = place;
        this.how = how;
        this.monitor = monitor;
        this.free = how.channels();
    }

    /** Copies the tables. */
    void copy(List<TableName> tables) {
        Queue<TableName> waiting = new ArrayDeque<>(tables);
        try {
            while (!waiting.isEmpty() || !underWay.isEmpty()) {
                while (free > 0 && !waiting.isEmpty()) {
                    start(waiting.remove(), Math.max(1, free / (waiting.size() + 1)));
                }
                Optional<Ended> end = Optional.ofNullable(ended.poll(GLANCE.toMillis(), TimeUnit.MILLISECONDS));
                look();
                end.ifPresent(this::note);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The first copy was interrupted", null, e);
        } finally {
            endAll();
        }
    }

    private void start(TableName table, int channels) {
        try {
            TableDefinition followed = place.begins(table);
            Reader reader = snapshot.reader(table, followed, place.extras(table));
            BatchRun run = how.run(table, channels, reader, place.writer(table, reader.schema()), listener(table));
            Thread thread = new Thread(
                    () -> ended.add(new Ended(Optional.of(table), Optional.of(run.run()))), "sluice-copy-" + table);
            underWay.put(table, new Copy(run, thread, channels));
            free -= channels;
            thread.start();
        } catch (SyncException e) {
            throw failed(table, e);
        }
    }

    private RunListener listener(TableName table) {
        return new RunListener() {
            @Override
            public void checked(List<Finding> findings) {}

            @Override
            public void planned(BatchPlan plan, RunCounters counters) {
                monitor.copying(table, counters, plan.splits().estimatedRows());
            }
        };
    }

    /** A copy that waits for a server that hangs does not go on. */
    private void look() {
        long now = underWay.values().stream().mapToLong(Copy::rows).sum();
        if (now > rows) {
            place.goesOn();
        }
        rows = now;
    }

    private void note(Ended end) {
        TableName table = end.table.orElseThrow(TableCopies::stopped);
        Copy copy = underWay.remove(table);
        if (copy != null) {
            free += copy.channels;
            rows -= copy.rows();
        }
        end.report.flatMap(RunReport::error).ifPresent(error -> {
            throw failed(table, error);
        });
        place.ends(table, snapshot.position());
    }

    private SyncException failed(TableName table, SyncException error) {
        SyncException named = new SyncException(
                error.code(),
                "The first copy of " + table + " failed. " + error.getMessage(),
                error.hint().orElse(null),
                error);
        monitor.failed(table, named);
        return named;
    }

    private static SyncException stopped() {
        return new SyncException(ErrorCode.CANCELLED, "The first copy was stopped");
    }

    /** Ends all copies soon; returns at once. */
    void stop() {
        ended.add(new Ended(Optional.empty(), Optional.empty()));
    }

    /** All are asked to end before any is waited for. */
    private void endAll() {
        underWay.values().forEach(copy -> new Thread(() -> end(copy.run), "sluice-copy-stop").start());
        underWay.values().forEach(copy -> Threads.join(copy.thread));
    }

    private static void end(BatchRun run) {
        try {
            run.stop(stopped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
