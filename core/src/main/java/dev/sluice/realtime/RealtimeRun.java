package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.batch.Cancellation;
import dev.sluice.batch.RunStatus;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One execution of a real-time job: {@link #run} is called once; {@link #stop}, {@link #resync} and {@link #status} from any thread, and
 * {@link #guardWal} from one of its own.
 * Failures that may pass are followed by another attempt, with new connections, as the job's failover settings say.
 * Whatever ends the run, the next one goes on where the destination says that this one came to.
 */
public final class RealtimeRun {
    /** So soon a run sees that it is to stop while it waits. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Ends ends;
    private final RunMonitor monitor;
    private final Steps steps;
    private final Retries retries;
    private final Time time;
    private final WalWatch walWatch;
    private final SlotRelease slot;
    private final Resync resync;
    private Cancellation cancellation = new Cancellation();
    private boolean stopping;
    private Optional<SyncException> givenUp = Optional.empty();

    /** Binds a run; nothing is connected yet. */
    public RealtimeRun(
            RealtimeJob job, Ends ends, FirstCopy firstCopy, RunPlan plan, RealtimeListener listener, Time time) {
        this.ends = ends;
        this.monitor = new RunMonitor(listener, job.migration().type().followsChanges(), time);
        this.slot = new SlotRelease(ends, job.identity().slot());
        this.resync = new Resync(job, time);
        this.steps = new Steps(job, plan, ends, firstCopy, resync, monitor, time);
        this.walWatch = new WalWatch(job.settings().runtime().walGuard(), ends, monitor, steps::begun, this::giveUp);
        this.retries = new Retries(job.settings().runtime().failover(), time);
        this.time = time;
    }

    /**
     * Copies what is not copied yet, then follows the changes until it is stopped or has come to its end. Never throws for
     * what goes wrong: the report says it.
     */
    public RealtimeReport run() {
        Instant start = time.now();
        long startNanos = time.nanos();
        Optional<SyncException> error = supervise();
        walWatch.close();
        RunStatus outcome = outcome(error);
        Duration elapsed = Duration.ofNanos(time.nanos() - startNanos);
        return new RealtimeReport(outcome, start, elapsed, monitor.status(), error);
    }

    private Optional<SyncException> supervise() {
        while (true) {
            Optional<SyncException> failure = attempt();
            Optional<SyncException> reason = reasonToGiveUp();
            if (reason.isPresent()) {
                return reason.map(this::release);
            }
            if (isStopping() || failure.isEmpty()) {
                monitor.enter(isStopping() ? JobState.STOPPED : JobState.FINISHED);
                return Optional.empty();
            }
            Optional<Duration> wait = steps.mayGoOn() ? retries.after(failure.get()) : Optional.empty();
            monitor.failed(failure.get(), wait);
            if (wait.isEmpty()) {
                return failure.map(this::last);
            }
            pause(wait.get(), () -> isStopping() || reasonToGiveUp().isPresent());
        }
    }

    private Optional<SyncException> attempt() {
        try (ChangeSource source = ends.source();
                ChangeSink sink = ends.sink()) {
            Cancellation own = begin();
            own.onRequest(source::cancel);
            own.onRequest(sink::cancel);
            steps.take(source, sink, own, this::gotForward);
            gotForward();
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(SyncException.of(e));
        }
    }

    private void gotForward() {
        retries.gotForward();
        monitor.passed();
    }

    /** An attempt that begins when the wish to stop is there already ends at its first step. */
    private synchronized Cancellation begin() {
        cancellation = new Cancellation();
        if (stopping || givenUp.isPresent()) {
            cancellation.request();
        }
        return cancellation;
    }

    private void pause(Duration wait, BooleanSupplier over) {
        long end = time.nanos() + wait.toNanos();
        try {
            while (!over.getAsBoolean() && time.nanos() < end) {
                time.sleep(GLANCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** Says of a failure that may pass why there is no further attempt. */
    private SyncException last(SyncException failure) {
        if (!steps.mayGoOn() || !failure.code().retryable()) {
            return failure;
        }
        return new SyncException(
                failure.code(),
                failure.getMessage() + "\nThe run gives up: " + retries.whyNot(),
                failure.hint().orElse(null),
                failure);
    }

    private RunStatus outcome(Optional<SyncException> error) {
        if (error.isPresent()) {
            return steps.begun() ? RunStatus.FAILED : RunStatus.NOT_STARTED;
        }
        return isStopping() ? RunStatus.STOPPED : RunStatus.SUCCEEDED;
    }

    private synchronized Optional<SyncException> reasonToGiveUp() {
        return givenUp;
    }

    private void giveUp(SyncException reason) {
        Cancellation current;
        synchronized (this) {
            givenUp = Optional.of(reason);
            current = cancellation;
        }
        current.request();
    }

    /** Nobody reads from the source any more, so that it can forget what it keeps. What keeps it from that may pass. */
    private SyncException release(SyncException reason) {
        retries.gotForward();
        while (true) {
            Optional<SyncException> failure = slot.attempt();
            SyncException told = failure.map(why -> slot.kept(reason, why)).orElseGet(() -> slot.dropped(reason));
            Optional<Duration> wait = isStopping() ? Optional.empty() : failure.flatMap(retries::after);
            monitor.failed(told, wait);
            if (wait.isEmpty()) {
                return told;
            }
            pause(wait.get(), this::isStopping);
        }
    }

    /**
     * Looks where the source is, and how much of its log it keeps for the job: warns the listener, or, where the run has begun, ends it
     * and lets the source drop the log, as the job's settings say. To be called now and then while the job runs, by a thread that may wait.
     */
    public void guardWal() {
        walWatch.look();
    }

    /** Returns how the run stands now. */
    public RealtimeStatus status() {
        return monitor.status();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /**
     * Has tables copied anew that are followed, while the others go on. May be called from any thread.
     *
     * @return is done when each is emptied, or it is known why it is not; never where the run ends before
     */
    public CompletableFuture<ResyncAnswer> resync(List<TableName> tables) {
        return resync.ask(tables);
    }

    /** Ends the run soon and in good order; returns at once. */
    public void stop() {
        Cancellation current;
        synchronized (this) {
            stopping = true;
            current = cancellation;
        }
        current.request();
    }
}
