package dev.sluice.postgresql;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes the {@link StreamSocket}s of pgjdbc's connections. The driver finds this class by its name, makes one of it for every
 * connection and gives it away to nobody; so a socket is left where whoever opens the connection takes it by a ticket of
 * his own. What the driver makes later, to cancel a statement of that connection, is left for nobody. Nobody else is to use it.
 * Safe for use by many threads.
 */
public final class StreamSocketFactory extends KeptSocketFactory {
    private static final Map<String, Optional<StreamSocket>> LEFT = new ConcurrentHashMap<>();

    private final String ticket;

    /** Leaves the sockets that it makes, of which the last one counts, under {@code ticket}. */
    public StreamSocketFactory(String ticket) {
        this.ticket = ticket;
    }

    /** Returns a new ticket; sockets are left under it until somebody takes the last one. */
    static String ticket() {
        String ticket = UUID.randomUUID().toString();
        LEFT.put(ticket, Optional.empty());
        return ticket;
    }

    /** Takes the socket that was left; nothing where the connection was made with a factory of the user's. */
    static Optional<StreamSocket> take(String ticket) {
        return Optional.ofNullable(LEFT.remove(ticket)).flatMap(Function.identity());
    }

    @Override
    public Socket createSocket() throws IOException {
        StreamSocket socket = kept(new StreamSocket());
        LEFT.computeIfPresent(ticket, (known, earlier) -> Optional.of(socket));
        return socket;
    }
}
