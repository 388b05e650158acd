package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;

/** Says why a connection did not come about, and what to do. */
final class ConnectFailure {
    private static final String ALERT = "Received fatal alert: ";

    /** The driver's check of the host, which it names in whatever language it speaks. */
    private static final String HOST_CHECK = "PgjdbcHostnameVerifier";

    private static final String HBA_CURE = "The server's pg_hba.conf has no line that lets this user in from here, to"
            + " this database, and in this way: lines \"hostssl\" are for TLS only (set \"truststoreFile\" or"
            + " \"sslMode\"), lines \"hostnossl\" for connections without it (\"sslMode\": \"disable\")";

    private static final String CERTIFICATE_CURE = "If the server wants a client certificate, name it and its key in"
            + " \"keystoreFile\" and \"keyFile\"; its common name (CN) must be the user's, unless the server's"
            + " pg_ident.conf says otherwise";

    private final SQLException e;
    private final Side side;
    private final String doing;

    private ConnectFailure(SQLException e, Side side, String doing) {
        this.e = e;
        this.side = side;
        this.doing = doing;
    }

    /** Returns what to tell the user about a connection that did not come about. */
    static SyncException of(SQLException e, Side side, String doing) {
        return new ConnectFailure(e, side, doing).explained();
    }

    private SyncException explained() {
        Optional<SyncException> ours = find(SyncException.class);
        if (ours.isPresent()) {
            return failure(
                    ours.get().code(),
                    String.valueOf(ours.get().getMessage()),
                    ours.get().hint().orElse(null));
        }
        Optional<SSLException> handshake = find(SSLException.class);
        if (handshake.isPresent()) {
            return handshakeFailed(String.valueOf(handshake.get().getMessage()));
        }
        if (PgErrors.serverMessage(e) == null) {
            return unanswered();
        }
        return PgErrors.state(e).equals("28000") ? notAdmitted() : PgErrors.unconnected(e, side, doing);
    }

    private SyncException handshakeFailed(String why) {
        if (!why.startsWith(ALERT)) {
            return failure(ErrorCode.UNREACHABLE, "TLS did not come about: " + why, "Look into the server's log");
        }
        String alert = why.substring(ALERT.length());
        return alert.contains("cert") || alert.equals("unknown_ca")
                ? failure(
                        ErrorCode.AUTHENTICATION_FAILED,
                        "the server refuses the client certificate (" + alert + ")",
                        DriverConnection.REFUSED_CURE)
                : failure(
                        ErrorCode.PREFLIGHT_FAILED,
                        "the server broke off the TLS handshake (" + alert + ")",
                        "The two may have no TLS version or cipher in common; see ssl_min_protocol_version and"
                                + " ssl_ciphers of the server");
    }

    /** The driver has no code of its own for these, and translates its words. */
    private SyncException unanswered() {
        if (GT.tr("The server does not support SSL.").equals(e.getMessage())) {
            return failure(
                    ErrorCode.PREFLIGHT_FAILED,
                    "the server does not speak TLS, which sslMode asks for",
                    "Switch it on at the server (ssl = on, with a certificate), or set \"sslMode\" to disable or prefer");
        }
        if (String.valueOf(e.getMessage()).contains(HOST_CHECK)) {
            return failure(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "the server's certificate is for another host",
                    "Connect by a name that is in the certificate (openssl s_client -starttls postgres -connect"
                            + " HOST:PORT shows it), or set \"sslMode\" to verify-ca, which does not look at the name");
        }
        return PgErrors.unconnected(e, side, doing);
    }

    private SyncException notAdmitted() {
        String message = PgErrors.message(e);
        return failure(
                ErrorCode.AUTHENTICATION_FAILED,
                message,
                message.contains("pg_hba.conf") ? HBA_CURE : CERTIFICATE_CURE);
    }

    private SyncException failure(ErrorCode code, String why, @Nullable String cure) {
        return new SyncException(code, doing + ": " + why, cure, e);
    }

    /** Looks among the causes, also of a second attempt, in which the driver does with TLS what failed without. */
    private <T extends Throwable> Optional<T> find(Class<T> type) {
        return Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed()))
                .flatMap(one -> Stream.<Throwable>iterate(one, cause -> cause != null, Throwable::getCause))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
