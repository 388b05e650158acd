package dev.sluice.batch;

import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.connector.Reader;
import dev.sluice.connector.SplitPlan;
import dev.sluice.connector.Writer;
import dev.sluice.job.Settings;
import dev.sluice.preflight.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One execution of a batch job. {@link #run} is called once; {@link #stop} from any thread. */
public final class BatchRun {
    private final Reader reader;
    private final Writer writer;
    private final Settings settings;
    private final Engine engine;
    private final Path dirtyFile;
    private final RunListener listener;
    private final Time time;

    private final RunCounters counters = new RunCounters();
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<Path> dirtyRows = Optional.empty();
    private RunReport.Extent extent;
    private boolean begun;
    private volatile @Nullable SyncException stopReason;

    /**
     * Binds a run; nothing is connected yet.
     *
     * @param dirtyFile where dirty rows go when there are any; made only then
     */
    public BatchRun(
            Reader reader,
            Writer writer,
            Settings settings,
            Engine engine,
            Path dirtyFile,
            RunListener listener,
            Time time) {
        this.reader = reader;
        this.writer = writer;
        this.settings = settings;
        this.engine = engine;
        this.dirtyFile = dirtyFile;
        this.listener = listener;
        this.time = time;
        this.extent = new RunReport.Extent(engine.name(), 0, 0);
        cancellation.onRequest(reader::cancel);
        cancellation.onRequest(writer::cancel);
    }

    /** Looks at both sides as {@link #run} would before it starts, and plans; changes nothing and closes both sides. */
    public List<Finding> check() {
        try (reader;
                writer) {
            List<Finding> findings = preflight();
            if (Finding.passed(findings)) {
                planForCheck(findings);
            }
            return findings;
        } finally {
            ended.countDown();
        }
    }

    private void planForCheck(List<Finding> findings) {
        try {
            BatchPlanner planner = planner();
            BatchPlan plan = planner.plan(planner.splits());
            writer.reserve(plan.channels());
            listener.planned(plan, counters);
        } catch (SyncException e) {
            findings.add(Finding.failed("plan", e));
        }
    }

    /** Moves the rows. Never throws for what goes wrong: the report says it. Both sides are closed afterwards. */
    public RunReport run() {
        Instant start = time.now();
        long startNanos = time.nanos();
        Optional<SyncException> error = Optional.empty();
        try (reader;
                writer) {
            requireReady();
            SplitPlan splits = planner().splits();
            writer.reserve(planner().channels(splits));
            begun = true;
            writer.prepare();
            BatchPlan plan = plan(splits);
            move(plan);
            writer.finish();
        } catch (RuntimeException | Error e) {
            error = Optional.of(SyncException.of(e));
        } finally {
            ended.countDown();
        }
        Duration elapsed = Duration.ofNanos(time.nanos() - startNanos);
        return new RunReport(status(error), start, elapsed, counters.now(), extent, dirtyRows, reason(error));
    }

    private void requireReady() {
        List<Finding> findings = preflight();
        listener.checked(findings);
        Finding.require(findings);
    }

    private List<Finding> preflight() {
        return new Preflight(reader, writer, settings.speed().channels()).findings();
    }

    private BatchPlanner planner() {
        return new BatchPlanner(reader, writer, settings.speed());
    }

    private BatchPlan plan(SplitPlan splits) {
        BatchPlan plan = planner().plan(splits);
        extent = new RunReport.Extent(
                engine.name(), plan.channels(), plan.splits().splits().size());
        listener.planned(plan, counters);
        return plan;
    }

    private void move(BatchPlan plan) {
        DirtyRows dirty = new DirtyRows(dirtyFile, settings.errorLimit(), counters, plan);
        try (dirty) {
            Meter meter = new Meter(counters, new Throttle(settings.speed(), time), dirty);
            engine.move(new Transfer(plan, reader, writer, meter, cancellation, time));
            cancellation.requireNone();
            dirty.checkShare(counters.now().recordsRead());
        } finally {
            dirtyRows = dirty.file();
        }
    }

    /** Says what others hold that the run waits for now; may be called from any thread, while it runs. */
    public List<String> obstacles() {
        List<String> all = new ArrayList<>(reader.obstacles());
        all.addAll(writer.obstacles());
        return all;
    }

    /** Returns what was moved so far; may be called from any thread. */
    public RunCounts counts() {
        return counters.now();
    }

    /** Ends the run in good order and returns when it has ended; the report's error is then {@code reason}. */
    public void stop(SyncException reason) throws InterruptedException {
        stopReason = reason;
        cancellation.request();
        ended.await();
    }

    private RunStatus status(Optional<SyncException> error) {
        if (error.isEmpty()) {
            return RunStatus.SUCCEEDED;
        }
        if (stopReason != null) {
            return RunStatus.STOPPED;
        }
        return begun ? RunStatus.FAILED : RunStatus.NOT_STARTED;
    }

    private Optional<SyncException> reason(Optional<SyncException> error) {
        SyncException stopped = stopReason;
        if (error.isEmpty() || stopped == null) {
            return error;
        }
        stopped.addSuppressed(error.get());
        return Optional.of(stopped);
    }
}
