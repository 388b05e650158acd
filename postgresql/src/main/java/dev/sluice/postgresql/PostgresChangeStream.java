package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The changes that a replication slot decodes. Nothing is acknowledged but what {@link #acknowledge} was called for. */
final class PostgresChangeStream implements ChangeStream {
    /** A transaction that is so young when it comes is not part of a backlog. */
    private static final Duration YOUNG = Duration.ofSeconds(1);

    /** After so many looks without a change, the place that the server has come to is of interest by itself. */
    private static final int IDLE_LOOKS = 40;

    /** So long a batch without changes is waited for at most. */
    private static final Duration FRUITLESS = Duration.ofSeconds(1);

    /**
     * A batch is large enough with that many bytes; what is more costs the destination as much per change. Batches begin with
     * room for some more, so that the last change does not make them twice as large.
     */
    private static final int LARGE = 7 << 20;

    private final Sessions sessions;
    private final StreamMessages messages;
    private final PgSession catalogue;
    private final ChangeCollector collector;
    private final Heartbeat heartbeat;
    private final Time time;
    private final TransactionAssembler assembler;

    private boolean beginsInProgress;
    private boolean rolledBack;
    private volatile boolean interrupted;

    /**
     * A stream that was opened.
     *
     * @param sessions those of its source
     * @param messages what comes
     * @param catalogue the session that is asked about tables meanwhile
     * @param scratch where transactions are kept that have not ended
     */
    record Opened(Sessions sessions, StreamMessages messages, PgSession catalogue, Path scratch) {}

    PostgresChangeStream(Opened opened, ChangeCollector collector, Heartbeat heartbeat, Time time) {
        this.sessions = opened.sessions();
        this.messages = opened.messages();
        this.catalogue = opened.catalogue();
        this.collector = collector;
        this.heartbeat = heartbeat;
        this.time = time;
        this.assembler =
                new TransactionAssembler(collector.decoder(), collector, new InProgressTransaction(), opened.scratch());
    }

    @Override
    public Fetched fetch(ChangeBatch into) {
        sessions.requireNotCancelled();
        collector.goOn(into);
        try {
            boolean more = receive();
            boolean whole = !collector.isInTransaction();
            if (whole && !more) {
                // Whatever is before the place of the server's last word has come by now.
                collector.reached(messages.lastReceived());
            }
            return new Fetched(whole, collector.position(), collector.committed(), more, rolledBack);
        } catch (SQLException e) {
            throw messages.session().failed(e, "The source stopped sending changes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The reading of changes was interrupted", null, e);
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
    }

    private void requireGoingOn() {
        sessions.requireNotCancelled();
        if (interrupted) {
            throw new SyncException(ErrorCode.CANCELLED, "The reading of changes was ended");
        }
    }

    /** Returns whether there is more. */
    private boolean receive() throws SQLException, InterruptedException {
        int idle = 0;
        rolledBack = false;
        if (beginsInProgress) {
            beginInProgress();
        }
        long begin = time.nanos();
        while (collector.length() < LARGE && !collector.isRefused() && !rolledBack && !beginsInProgress) {
            requireGoingOn();
            if (assembler.isBusy()) {
                assembler.resume();
                continue;
            }
            ByteBuffer message = messages.poll();
            boolean mayEnd = !collector.isInTransaction() && !collector.isEmpty();
            if (message == null && !(mayEnd && isLive())) {
                message = isUrgent() ? messages.await() : messages.gather();
            }
            if (message != null) {
                take(message);
            } else if (mayEnd || (!collector.isInTransaction() && idle == IDLE_LOOKS)) {
                return false;
            } else {
                stayAwake(idle++);
            }
            if (isFruitless(begin)) {
                return false;
            }
        }
        if (collector.isRefused()) {
            collector.goBackToWhole();
        }
        return true;
    }

    private void take(ByteBuffer message) {
        assembler.take(message.array(), message.arrayOffset() + message.position(), message.remaining());
        if (collector.isMisplaced()) {
            assembler.rollBack();
        }
    }

    /** Where much comes and nothing of it is wanted, the place that it has come to is of interest too. */
    private boolean isFruitless(long begin) {
        return collector.isEmpty()
                && !collector.isInTransaction()
                && !assembler.isBusy()
                && time.nanos() - begin >= FRUITLESS.toNanos();
    }

    /** A transaction that has not come to its end yet can wait, as can what is late anyway. */
    private boolean isUrgent() {
        return isLive() && !collector.isInTransaction() && !assembler.isInBlock();
    }

    /** Who keeps up need not wait for more. */
    private boolean isLive() {
        return collector.committed().plus(YOUNG).isAfter(time.now());
    }

    private void stayAwake(int idle) throws SQLException {
        heartbeat.beatWhenDue();
        if (idle == IDLE_LOOKS / 2) {
            messages.sendStatus();
        }
        if (idle == IDLE_LOOKS) {
            // A destination is not to wait in a transaction for a source that takes its time.
            assembler.rollBack();
        }
    }

    /** A transaction that is handed on before it is committed. */
    private final class InProgressTransaction implements TransactionAssembler.Listener {
        @Override
        public boolean acceptsInProgress() {
            return collector.acceptsInProgress();
        }

        /** What came before is handed on by itself first: it would be rolled back too. */
        @Override
        public void beginInProgress() {
            beginsInProgress = collector.isUnderWay();
            if (!beginsInProgress) {
                PostgresChangeStream.this.beginInProgress();
            }
        }

        @Override
        public void commit(Commit commit) {
            collector.commit(commit);
        }

        @Override
        public void rollBack() {
            collector.rollBack();
            rolledBack = true;
        }

        @Override
        public void doubtMessages() {
            collector.doubtMessages();
        }
    }

    /** It will be committed behind everything that came so far. */
    private void beginInProgress() {
        beginsInProgress = false;
        collector.beginInProgress(messages.lastReceived());
    }

    @Override
    public void acknowledge(Lsn safe) {
        messages.acknowledge(safe);
    }

    @Override
    public void close() {
        try (assembler;
                messages) {
            interrupted = true;
        } finally {
            sessions.close(messages.session());
            sessions.close(catalogue);
        }
    }
}
