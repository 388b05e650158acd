package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of this machine on which connections are refused for as long as this is open: an unreachable server. */
public final class ClosedPort implements AutoCloseable {
    // Bound, so that nobody else gets the port, and never listening.
    private final Socket holder = new Socket();

    /** Takes a free port. */
    public ClosedPort() {
        try {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port's number. */
    public int port() {
        return holder.getLocalPort();
    }

    /** Gives the port back. */
    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
