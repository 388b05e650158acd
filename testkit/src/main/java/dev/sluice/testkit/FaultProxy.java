package dev.sluice.testkit;

import dev.sluice.Time;
import dev.sluice.testkit.NetworkConditions.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on a port of this machine that breaks the network on command. Conditions hold for connections that are
 * open and for later ones, until {@link #pass()}. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Network network;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = new Thread(this::accept, "fault-proxy");

    private FaultProxy(InetSocketAddress target, Time time) throws IOException {
        this.target = target;
        network = new Network(time);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor.setDaemon(true);
    }

    /** Starts a proxy in front of an address; everything passes at first. */
    public static FaultProxy to(String host, int port) {
        return to(host, port, Time.system());
    }

    static FaultProxy to(String host, int port, Time time) {
        try {
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), time);
            proxy.acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a proxy in front of a server. */
    public static FaultProxy to(TestingPostgres server) {
        return to(server.host(), server.port());
    }

    /** Returns the address to connect to instead of the target's. */
    public String host() {
        return "localhost";
    }

    /** Returns the port to connect to instead of the target's. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns the JDBC address of a database behind the proxy. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** Lets everything pass again: no delay, no limit, no planned cut; what was held back goes on. */
    public void pass() {
        network.cutNever();
        network.change(conditions -> NetworkConditions.GOOD);
    }

    /** Makes every byte take so long each way; throughput stays. */
    public void delay(Duration eachWay) {
        network.change(conditions -> conditions.withDelay(eachWay));
    }

    /** Limits each way of each connection to so many bytes a second. */
    public void limit(long bytesPerSecond) {
        network.change(conditions -> conditions.withLimit(bytesPerSecond));
    }

    /** Stops forwarding while connections stay open and new ones are accepted: a peer that is gone without a word. */
    public void silence() {
        network.change(conditions -> conditions.withReach(Reach.SILENT));
    }

    /**
     * Lets nothing pass any more over the connections that are open, and tells nobody, as a router does that has lost its
     * table; new ones are let in. {@link #pass()} does not bring them back.
     */
    public void forget() {
        connections.forEach(ProxiedConnection::forget);
    }

    /** Resets all open connections; new ones are let in. */
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Resets the connection over which the byte behind so many more bytes from the server would go. */
    public void cutAfter(long bytesFromServer) {
        network.cutAfter(bytesFromServer);
    }

    /** Resets all open connections and every new one. */
    public void refuse() {
        network.change(conditions -> conditions.withReach(Reach.REFUSED));
        cut();
    }

    /** Returns how many connections are open. */
    public int connections() {
        connections.removeIf(connection -> !connection.isOpen());
        return connections.size();
    }

    private void accept() {
        for (Optional<Socket> client = nextClient(); client.isPresent(); client = nextClient()) {
            admit(client.get());
        }
    }

    /** Empty when the listener has been closed. */
    private Optional<Socket> nextClient() {
        try {
            return Optional.of(listener.accept());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void admit(Socket client) {
        if (network.now().reach() == Reach.REFUSED) {
            ProxiedConnection.reset(client);
            return;
        }
        Socket server = new Socket();
        try {
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            ProxiedConnection.reset(client);
            ProxiedConnection.reset(server);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(network, client, server);
        // Counted only once it runs: one that does not run counts as closed, and would not be cut.
        connection.start();
        connections.add(connection);
        // Asked again, so that refuse() and this cannot both miss the connection.
        if (network.now().reach() == Reach.REFUSED) {
            connection.cut();
        }
    }

    /** Resets all connections and ends all threads. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            for (ProxiedConnection connection : connections) {
                connection.cut();
                connection.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
