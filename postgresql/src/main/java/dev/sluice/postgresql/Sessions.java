package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections that one reader or writer has open. {@link #cancel} ends them from any thread: first by asking the
 * server, then, if that does not help, by cutting them.
 */
final class Sessions implements AutoCloseable {
    /** After so many requests that the server did not heed a connection is cut. */
    private static final int REQUESTS_BEFORE_CUT = 10;

    private final PgServer server;
    private final Side side;
    private final Set<PgSession> open = ConcurrentHashMap.newKeySet();
    private volatile int cancelRequests;

    Sessions(PgServer server, Side side) {
        this.server = server;
        this.side = side;
    }

    /** Opens one more connection. */
    PgSession open() {
        requireNotCancelled();
        try {
            Connection connection = server.connect();
            PgSession session = new PgSession(connection, side);
            open.add(session);
            session.execute(SessionSettings.sql(side, server.timeZone()));
            requireNotCancelled();
            return session;
        } catch (SQLException e) {
            throw PgErrors.unconnected(e, side, "No connection to the " + side.label() + " " + server.address());
        }
    }

    void close(PgSession session) {
        open.remove(session);
        session.close();
    }

    void requireNotCancelled() {
        if (cancelRequests > 0) {
            throw new SyncException(ErrorCode.CANCELLED, "The work on the " + side.label() + " was cancelled");
        }
    }

    synchronized void cancel() {
        cancelRequests++;
        for (PgSession session : open) {
            try {
                if (cancelRequests > REQUESTS_BEFORE_CUT) {
                    session.abort();
                } else {
                    session.cancel();
                }
            } catch (SQLException e) {
                cut(session, e);
            }
        }
    }

    /** A server that cannot even be asked is gone; whoever waits for it must not. */
    private static void cut(PgSession session, SQLException reason) {
        try {
            session.abort();
        } catch (SQLException e) {
            e.addSuppressed(reason);
            throw session.failed(e, "A broken connection cannot be cut");
        }
    }

    @Override
    public void close() {
        for (PgSession session : open) {
            close(session);
        }
    }
}
