package dev.sluice.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Makes the sockets of pgjdbc's connections. Where nothing is said on one for a minute, the machine asks whether the other end is
 * there: that keeps the connection in the memory of the network, and ends it a minute later if nobody answers. By itself a
 * machine asks after two hours. The server does the same, see {@link SessionSettings}. The driver finds this class by its name;
 * nobody else is to use it. Safe for use by many threads.
 */
public class KeptSocketFactory extends SocketFactory {
    private static final Map<SocketOption<Integer>, Integer> KEPT = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 60,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 6);

    /** Makes one. */
    public KeptSocketFactory() {}

    @Override
    public Socket createSocket() throws IOException {
        return kept(new Socket());
    }

    /** Whether anything is asked at all is the driver's affair, as its property {@code tcpKeepAlive} says. */
    static <S extends Socket> S kept(S socket) throws IOException {
        for (Map.Entry<SocketOption<Integer>, Integer> option : KEPT.entrySet()) {
            if (socket.supportedOptions().contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
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
