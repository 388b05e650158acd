package dev.sluice.postgresql;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import org.postgresql.ssl.WrappedFactory;

/**
 * Makes the TLS connections of pgjdbc, which finds it by its name and gives it the connection's properties; nobody else is
 * to use it.
 *
 * <p>It reads the driver's properties {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey} and
 * {@code sslpassword}, asks nobody on the console and looks for no file that was not named. Immutable.
 */
public final class TlsSocketFactory extends WrappedFactory {
    /** What a connection that is cut may wait for a writer that is stuck, in seconds; zero would reset good connections. */
    private static final int LINGER = 1;

    /**
     * Reads the files that the properties name.
     *
     * @throws dev.sluice.SyncException with PREFLIGHT_FAILED if one of them cannot be used; the message names the file
     */
    public TlsSocketFactory(Properties properties) {
        factory = new TlsSettings(properties).context().getSocketFactory();
    }

    /** Closing a TLS connection waits for whoever writes on it, for ever unless there is a limit. */
    @Override
    public Socket createSocket(Socket raw, String host, int port, boolean autoClose) throws IOException {
        raw.setSoLinger(true, LINGER);
        return super.createSocket(raw, host, port, autoClose);
    }
}
