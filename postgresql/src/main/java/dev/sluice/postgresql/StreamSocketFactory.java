package dev.sluice.postgresql;

import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Makes the {@link StreamSocket}s of pgjdbc's connections. The driver finds this class by its name, makes one of it for every
 * connection and gives it away to nobody; so a socket is left where whoever opens the connection takes it by a ticket of
 * his own. Nobody else is to use it. Safe for use by many threads.
 */
public final class StreamSocketFactory extends SocketFactory {
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
    public Socket createSocket() {
        StreamSocket socket = new StreamSocket();
        LEFT.put(ticket, socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("the driver connects its sockets itself");
    }
}
