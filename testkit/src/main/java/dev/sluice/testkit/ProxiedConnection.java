package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A client's connection, the server's beside it, and the four threads between them. */
final class ProxiedConnection {
    private final Network network;
    private final Socket client;
    private final Socket server;
    private final List<Thread> threads;
    private volatile boolean forgotten;

    /** A step that ends with the connection. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    ProxiedConnection(Network network, Socket client, Socket server) {
        this.network = network;
        this.client = client;
        this.server = server;
        ProxyDirection up = new ProxyDirection(network, client, server, bytes -> bytes, this::awaitPassage);
        ProxyDirection down = new ProxyDirection(network, server, client, network::allowance, this::awaitPassage);
        threads = Stream.<Step>of(up::read, up::send, down::read, down::send)
                .map(this::thread)
                .toList();
    }

    private Thread thread(Step step) {
        Thread thread = new Thread(() -> runUntilCut(step), "fault-proxy-" + client.getPort());
        thread.setDaemon(true);
        return thread;
    }

    private void runUntilCut(Step step) {
        try {
            step.run();
        } catch (IOException | InterruptedException e) {
            // Either side's end is the other's end too; the peers see it by themselves.
            cut();
        }
    }

    private void awaitPassage() throws InterruptedException {
        network.awaitOpen();
        if (forgotten) {
            // Until the connection is cut.
            new CountDownLatch(1).await();
        }
    }

    /** Lets nothing pass from now on, and tells nobody. */
    void forget() {
        forgotten = true;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    boolean isOpen() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Resets both sides at once (RST, because of linger 0); what is on the way is lost. */
    void cut() {
        reset(client);
        reset(server);
        threads.forEach(Thread::interrupt);
    }

    static void reset(Socket socket) {
        try (socket) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        // Both streams may have ended in good order, which leaves the sockets open.
        reset(client);
        reset(server);
    }
}
