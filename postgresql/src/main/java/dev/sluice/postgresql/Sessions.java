package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** All connections that one reader or writer has open or is making. */
final class Sessions implements AutoCloseable {
    private final PgServer server;
    private final Side side;
    private final Time time;
    private final Set<ConnectionAttempt> attempts = ConcurrentHashMap.newKeySet();
    private final Set<PgSession> open = ConcurrentHashMap.newKeySet();
    private final Queue<PgSession> reserved = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    Sessions(PgServer server, Side side) {
        this(server, side, Time.system());
    }

    Sessions(PgServer server, Side side, Time time) {
        this.server = server;
        this.side = side;
        this.time = time;
    }

    /**
     * A session that a stream of changes is read by.
     *
     * @param session the session
     * @param socket says how long a look for more takes; of no effect where the user chose another kind of socket
     */
    record StreamSession(PgSession session, StreamSocket socket) {}

    /** Opens one more connection. */
    PgSession open() {
        return open(server::connect);
    }

    /** Opens one more connection, for commands of the replication protocol. */
    PgSession openForReplication() {
        return open(server::connectForReplication);
    }

    /** Opens one more connection, to read a stream of changes by. */
    StreamSession openForStream() {
        String ticket = StreamSocketFactory.ticket();
        try {
            PgSession session = open(() -> server.connectForStream(ticket));
            return new StreamSession(session, StreamSocketFactory.take(ticket).orElseGet(StreamSocket::new));
        } finally {
            StreamSocketFactory.take(ticket);
        }
    }

    private PgSession open(ConnectionAttempt.Connecting connecting) {
        ConnectionAttempt attempt = ConnectionAttempt.start(connecting);
        attempts.add(attempt);
        try {
            requireNotCancelled();
            PgSession session = new PgSession(attempt.await(), side);
            open.add(session);
            requireNotCancelled();
            session.execute(SessionSettings.sql(side, server.timeZone()));
            return session;
        } catch (SQLException e) {
            throw ConnectFailure.error(e, side, server);
        } finally {
            attempt.giveUp();
            attempts.remove(attempt);
        }
    }

    /** Opens {@code count} connections, side by side, for {@link #take}; fails when one of them is not to be had. */
    void reserve(int count) {
        SideBySide.call(count, () -> reserved.add(open()));
    }

    /** Returns a reserved connection as long as there are any, then opens one more. */
    PgSession take() {
        PgSession session = reserved.poll();
        return session == null ? open() : session;
    }

    /** Says whose locks these sessions wait for; asks by a session of its own. Nothing where it cannot ask. */
    List<String> obstacles() {
        List<PgSession> ours = List.copyOf(open);
        if (ours.isEmpty()) {
            return List.of();
        }
        try {
            PgSession asking = open();
            try {
                return new Obstacles(asking).of(ours);
            } finally {
                close(asking);
            }
        } catch (SyncException e) {
            return List.of();
        }
    }

    void requireNotCancelled() {
        if (cancelled.get()) {
            throw new SyncException(ErrorCode.CANCELLED, "The work on the " + side.label() + " was cancelled");
        }
    }

    /** Ends all work soon, from any thread, and lets no other begin; returns at once. */
    void cancel() {
        if (!cancelled.compareAndSet(false, true)) {
            return;
        }
        attempts.forEach(ConnectionAttempt::giveUp);
        Thread canceller = new Thread(new Canceller(open, time), "sluice-cancel");
        canceller.setDaemon(true);
        canceller.start();
    }

    /** Closes one connection; a statement that is under way there ends too. */
    void close(PgSession session) {
        try {
            if (cancelled.get()) {
                session.end();
            } else {
                session.close();
            }
        } finally {
            open.remove(session);
        }
    }

    @Override
    public void close() {
        for (PgSession session : open) {
            close(session);
        }
    }
}
