package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Makes a connection by the driver. A server that refuses the client's certificate closes the connection while the client
 * still sends what belongs to its handshake, in TLS 1.3 also what comes behind it (RFC 8446, section 2). If that meets the
 * closed connection, nobody reads the server's reason any more: two such ends in a row are taken for a refusal.
 */
final class DriverConnection {
    static final String REFUSED_CURE =
            "The certificate of \"keystoreFile\" must be valid and signed by an authority that"
                    + " the server knows (ssl_ca_file); the server's log says more";

    private final String url;
    private final Properties properties;

    DriverConnection(String url, Properties properties) {
        this.url = url;
        this.properties = properties;
    }

    /** Returns the connection; null if the URL is none of the driver's. */
    @Nullable
    Connection open() throws SQLException {
        try {
            return new Driver().connect(url, properties);
        } catch (SQLException e) {
            if (!isBrokenOff(e) || !showsCertificate()) {
                throw e;
            }
            return openAgain();
        }
    }

    private @Nullable Connection openAgain() throws SQLException {
        try {
            return new Driver().connect(url, properties);
        } catch (SQLException e) {
            throw isBrokenOff(e) ? refused(e) : e;
        }
    }

    private static SQLException refused(SQLException e) {
        SyncException reason = new SyncException(
                ErrorCode.AUTHENTICATION_FAILED,
                "the server refuses the client certificate, as it seems: it breaks off while TLS is set up",
                REFUSED_CURE,
                e);
        return new SQLException(reason.getMessage(), e.getSQLState(), reason);
    }

    private boolean showsCertificate() {
        Properties all = Driver.parseURL(url, properties);
        return all != null && PGProperty.SSL_CERT.getOrDefault(all) != null;
    }

    /** Returns whether the connection was there and ended while Java's TLS used it. */
    private static boolean isBrokenOff(SQLException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .filter(SocketException.class::isInstance)
                .flatMap(end -> Arrays.stream(end.getStackTrace()))
                .anyMatch(frame -> frame.getClassName().startsWith("sun.security.ssl."));
    }
}
