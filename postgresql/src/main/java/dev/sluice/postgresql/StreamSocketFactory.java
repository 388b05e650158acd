package dev.sluice.postgresql;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the {@link StreamSocket}s of pgjdbc's connections. The driver finds this class by its name, makes one of it for every
 * connection and gives it away to nobody; so a socket is left where whoever opens the connection takes it by a ticket of
 * his own. Nobody else is to use it. Safe for use by many threads.
 */
public final class StreamSocketFactory extends KeptSocketFactory {
    private static final Map<String, StreamSocket> LEFT = new ConcurrentHashMap<>();

    private final String ticket;

    /** Leaves the sockets that it makes, of which the last one counts, under {@code ticket}. */
    public StreamSocketFactory(String ticket) {
        this.ticket = ticket;
    }

    /** Takes the socket that was left; nothing where the connection was made with a factory of the user's. */
    static Optional<StreamSocket> take(String ticket) {
        return Optional.ofNullable(LEFT.remove(ticket));
    }

    @Override
    public Socket createSocket() throws IOException {
        StreamSocket socket = kept(new StreamSocket());
        LEFT.put(ticket, socket);
        return socket;
    }
}
