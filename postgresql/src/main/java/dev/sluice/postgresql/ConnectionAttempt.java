package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A connection that is being made, in a thread of its own: nothing ends the driver's wait for a server that accepts and
 * then says nothing, so whoever gives up leaves the thread alone with it.
 */
final class ConnectionAttempt {
    /** Makes a connection. */
    interface Connecting {
        Connection connect() throws SQLException;
    }

    private final Connecting connecting;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();

    private ConnectionAttempt(Connecting connecting) {
        this.connecting = connecting;
    }

    static ConnectionAttempt start(Connecting connecting) {
        ConnectionAttempt attempt = new ConnectionAttempt(connecting);
        Thread thread = new Thread(attempt::connect, "sluice-connect");
        thread.setDaemon(true);
        thread.start();
        return attempt;
    }

    private void connect() {
        try {
            Connection connection = connecting.connect();
            if (!result.complete(connection)) {
                connection.close();
            }
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** Waits for the connection; fails as cancelled when it is given up. */
    Connection await() throws SQLException {
        try {
            return result.get();
        } catch (CancellationException e) {
            throw new SyncException(ErrorCode.CANCELLED, "The connecting was cancelled", null, e);
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The connecting was interrupted", null, e);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    private static SQLException failure(Throwable cause) {
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (SQLException) cause;
    }

    /** Ends whoever waits for the connection; if it still comes about, it is closed at once. */
    void giveUp() {
        result.cancel(false);
    }
}
