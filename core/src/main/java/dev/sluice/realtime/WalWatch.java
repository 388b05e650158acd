package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.Cancellation;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.SourceStatus;
import dev.sluice.job.WalGuard;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks where the source is and how much of its log it keeps for a job, by a connection of its own, so that it sees it also
 * while tables are copied or the destination is away. {@link #look} is used by one thread at a time, {@link #close} from any.
 */
final class WalWatch implements AutoCloseable {
    private final WalGuard guard;
    private final Ends ends;
    private final RunMonitor monitor;
    private final BooleanSupplier begun;
    private final Consumer<SyncException> giveUp;
    private final Cancellation cancellation = new Cancellation();
    private @Nullable ChangeSource source;
    private boolean warned;

    /** {@code giveUp} is told why the job has to end, and only where the run has {@code begun}: else another one may have the job. */
    WalWatch(WalGuard guard, Ends ends, RunMonitor monitor, BooleanSupplier begun, Consumer<SyncException> giveUp) {
        this.guard = guard;
        this.ends = ends;
        this.monitor = monitor;
        this.begun = begun;
        this.giveUp = giveUp;
    }

    /** A source that is away is the run's affair. When this is closed, it looks no more. */
    synchronized void look() {
        try {
            ChangeSource known = source;
            if (known == null) {
                known = ends.source();
                source = known;
            }
            judge(retained(known));
        } catch (SyncException e) {
            monitor.source(Optional.empty());
            closeSource();
        }
    }

    private long retained(ChangeSource from) {
        Cancellation.Registration asking = cancellation.onRequest(from::cancel);
        try {
            SourceStatus status = from.status();
            monitor.source(Optional.of(status.position()));
            return status.slot()
                    .map(SourceStatus.Slot::retainedBytes)
                    .orElse(OptionalLong.empty())
                    .orElse(0);
        } finally {
            asking.close();
        }
    }

    private void judge(long retained) {
        OptionalLong limit = guard.giveUpBytes();
        if (limit.isPresent() && retained > limit.getAsLong() && begun.getAsBoolean()) {
            giveUp.accept(new SyncException(
                    ErrorCode.SLOT_GIVEN_UP,
                    "The source keeps " + retained + " bytes of log for this job, more than the limit of "
                            + limit.getAsLong(),
                    Progress.BEGIN_ANEW,
                    null));
            return;
        }
        boolean much = retained > guard.warnBytes();
        if (much && !warned) {
            monitor.warn("the source keeps " + retained + " bytes of log for this job, more than " + guard.warnBytes()
                    + "; its disk may fill");
        }
        warned = much;
    }

    /** Whoever looks may wait for a source that is silent, so he is told to end before he is waited for. */
    @Override
    public void close() {
        cancellation.request();
        closeSource();
    }

    private synchronized void closeSource() {
        ChangeSource known = source;
        source = null;
        if (known != null) {
            known.close();
        }
    }
}
