package dev.sluice.postgresql;

import dev.sluice.Time;
import dev.sluice.change.Lsn;
import dev.sluice.postgresql.Sessions.StreamSession;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * The messages of a replication stream, and what the server is told of them, also while nobody reads: a server ends a stream
 * whose reader says nothing for a while. Used by one thread, but for {@link #acknowledge}.
 */
final class StreamMessages implements AutoCloseable {
    /** How long to wait for something when nothing has come. */
    private static final Duration PATIENCE = Duration.ofMillis(5);

    /**
     * The server sends every change by itself, and whoever waits for one is woken by it, which costs the server half as much
     * as decoding. So where so many bytes have come since the last rest, what comes is left to gather.
     */
    private static final int MUCH = 1 << 14;

    private static final Duration GATHERING = Duration.ofMillis(10);

    private final StreamSession connection;
    private final PGReplicationStream stream;
    private final AtomicReference<Lsn> acknowledged;
    private final Time time;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-status");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> ticking;
    private int received;

    /**
     * {@code confirmed} is what was acknowledged before the stream began: the source keeps nothing before. The server hears
     * something at least once an {@code interval}.
     */
    StreamMessages(StreamSession connection, PGReplicationStream stream, Lsn confirmed, Duration interval, Time time) {
        this.connection = connection;
        this.stream = stream;
        this.acknowledged = new AtomicReference<>(confirmed);
        this.time = time;
        this.ticking = ticker.scheduleAtFixedRate(
                this::sendStatusInPassing, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the session that they come by. */
    PgSession session() {
        return connection.session();
    }

    /** Returns the next one if it has come; else null. */
    @Nullable
    ByteBuffer poll() throws SQLException {
        return poll(Duration.ZERO);
    }

    /** Waits a little for the next one, and no longer than until it comes; null if none came. */
    @Nullable
    ByteBuffer await() throws SQLException {
        received = 0;
        return poll(PATIENCE);
    }

    /** Waits a little for the next one, where much comes until more than that is there; null if none came. */
    @Nullable
    ByteBuffer gather() throws SQLException, InterruptedException {
        if (received > MUCH) {
            received = 0;
            time.sleep(GATHERING);
        }
        return poll(PATIENCE);
    }

    private synchronized @Nullable ByteBuffer poll(Duration patience) throws SQLException {
        connection.socket().lookFor(patience);
        ByteBuffer message = stream.readPending();
        received += message == null ? 0 : message.remaining();
        return message;
    }

    /** Returns the place of the server's last word: whatever was committed before has come. */
    Lsn lastReceived() {
        return new Lsn(stream.getLastReceiveLSN().asLong());
    }

    /**
     * Lets the source forget what is before {@code safe}, even where the stream began later: it may be read once more. A
     * server would let its slot go back, though, and decode what it may have no catalogue for any more.
     */
    void acknowledge(Lsn safe) {
        LogSequenceNumber place = LogSequenceNumber.valueOf(
                acknowledged.accumulateAndGet(safe, Lsn::later).value());
        stream.setFlushedLSN(place);
        stream.setAppliedLSN(place);
    }

    /** Tells the server what was acknowledged, and asks for its word. */
    synchronized void sendStatus() throws SQLException {
        stream.forceUpdateStatus();
    }

    private void sendStatusInPassing() {
        try {
            sendStatus();
        } catch (SQLException e) {
            // Whoever reads next meets the same.
            ticker.shutdown();
        }
    }

    /** The server learns what was acknowledged last, however short the stream was. */
    @Override
    public void close() {
        ticking.cancel(false);
        ticker.shutdown();
        try {
            if (!stream.isClosed()) {
                sendStatus();
                end();
            }
        } catch (SQLException e) {
            throw session().failed(e, "The reading of changes cannot be ended");
        }
    }

    private synchronized void end() throws SQLException {
        stream.close();
    }
}
