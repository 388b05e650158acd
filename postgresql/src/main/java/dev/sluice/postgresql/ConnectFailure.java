package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ConnectionTest.Stage;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;

/**
 * Why a connection did not come about, and what to do.
 *
 * @param stage how far it came
 * @param code whose fault it is
 * @param why what is wrong
 * @param cure what to do next
 * @param cause what the driver said
 */
record ConnectFailure(
        Stage stage, ErrorCode code, String why, @Nullable String cure, SQLException cause) {
    private static final String ALERT = "Received fatal alert: ";

    /** No language of the server translates it. */
    private static final String HBA = "pg_hba.conf";

    /** The driver's check of the host, which it names in whatever language it speaks. */
    private static final String HOST_CHECK = "PgjdbcHostnameVerifier";

    /** Returns what to tell the user about a connection that did not come about. */
    static SyncException error(SQLException e, Side side, PgServer server) {
        ConnectFailure failure = of(e, side, server);
        String doing = "No connection to the " + side.label() + " " + server.address();
        return new SyncException(failure.code, doing + ": " + failure.why, failure.cure, e);
    }

    /** Explains what the driver said. */
    static ConnectFailure of(SQLException e, Side side, PgServer server) {
        Optional<SyncException> ours = find(e, SyncException.class);
        if (ours.isPresent()) {
            return tls(
                    e,
                    ours.get().code(),
                    String.valueOf(ours.get().getMessage()),
                    ours.get().hint().orElse(null));
        }
        Optional<SSLException> handshake = find(e, SSLException.class);
        if (handshake.isPresent()) {
            return handshakeFailed(e, String.valueOf(handshake.get().getMessage()));
        }
        if (PgErrors.serverMessage(e) == null) {
            return unanswered(e, side, server);
        }
        return refused(Stage.AUTHENTICATE, fartherAttempt(e), side, server);
    }

    /**
     * The driver tries both with and without TLS where the mode leaves it open, and reports the first attempt. If that one
     * met no line of pg_hba.conf and the other one did, the other tells the reason.
     */
    private static SQLException fartherAttempt(SQLException e) {
        return Arrays.stream(e.getSuppressed())
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(other -> PgErrors.serverMessage(other) != null
                        && PgErrors.message(e).contains(HBA)
                        && !PgErrors.message(other).contains(HBA))
                .findFirst()
                .orElse(e);
    }

    private static ConnectFailure handshakeFailed(SQLException e, String why) {
        if (!why.startsWith(ALERT)) {
            return tls(e, ErrorCode.UNREACHABLE, "TLS did not come about: " + why, "Look into the server's log");
        }
        String alert = why.substring(ALERT.length());
        return alert.contains("cert") || alert.equals("unknown_ca")
                ? tls(
                        e,
                        ErrorCode.AUTHENTICATION_FAILED,
                        "the server refuses the client certificate (" + alert + ")",
                        DriverConnection.REFUSED_CURE)
                : tls(
                        e,
                        ErrorCode.PREFLIGHT_FAILED,
                        "the server broke off the TLS handshake (" + alert + ")",
                        "The two may have no TLS version or cipher in common; see ssl_min_protocol_version and"
                                + " ssl_ciphers of the server");
    }

    /** The driver has no code of its own for these, and translates its words. */
    private static ConnectFailure unanswered(SQLException e, Side side, PgServer server) {
        if (GT.tr("The server does not support SSL.").equals(e.getMessage())) {
            return tls(
                    e,
                    ErrorCode.PREFLIGHT_FAILED,
                    "the server does not speak TLS, which sslMode asks for",
                    "Switch it on at the server (ssl = on, with a certificate), or set \"sslMode\" to disable or prefer");
        }
        if (String.valueOf(e.getMessage()).contains(HOST_CHECK)) {
            return tls(
                    e,
                    ErrorCode.AUTHENTICATION_FAILED,
                    "the server's certificate is for another host",
                    "Connect by a name that is in the certificate, or set \"sslMode\" to verify-ca, which does not look at"
                            + " the name. This shows the names: openssl s_client -starttls postgres -connect "
                            + place(server)
                            + " </dev/null | openssl x509 -noout -subject -ext subjectAltName");
        }
        if (find(e, UnknownHostException.class).isPresent()) {
            return new ConnectFailure(
                    Stage.RESOLVE,
                    ErrorCode.UNREACHABLE,
                    "the name of the host cannot be resolved",
                    "Check the spelling of \"host\", and the name service of this machine",
                    e);
        }
        return PgErrors.state(e).equals("08004")
                ? new ConnectFailure(
                        Stage.AUTHENTICATE,
                        ErrorCode.AUTHENTICATION_FAILED,
                        PgErrors.message(e),
                        "Give the data source its \"password\"; if it has one, the server wants something else that is"
                                + " not supported: see the line for this user in its pg_hba.conf",
                        e)
                : refused(Stage.CONNECT, e, side, server);
    }

    private static String place(PgServer server) {
        return server.firstAddress()
                .filter(address -> server.each().size() == 1)
                .map(address -> address.host() + ":" + address.port())
                .orElse("HOST:PORT");
    }

    private static ConnectFailure refused(Stage stage, SQLException e, Side side, PgServer server) {
        Refusal refusal = new Refusal(e, side, server);
        return new ConnectFailure(stage, refusal.code(), PgErrors.message(e), refusal.cure(), e);
    }

    private static ConnectFailure tls(SQLException e, ErrorCode code, String why, @Nullable String cure) {
        return new ConnectFailure(Stage.TLS, code, why, cure, e);
    }

    /** Returns whether what answers is no PostgreSQL: the driver did not understand a word. */
    boolean isOfAnotherKind() {
        return PgErrors.state(cause).equals("08P01") && PgErrors.serverMessage(cause) == null;
    }

    /** Looks among the causes, also of a second attempt, in which the driver does with TLS what failed without. */
    private static <T extends Throwable> Optional<T> find(SQLException e, Class<T> type) {
        return Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed()))
                .flatMap(one -> Stream.<Throwable>iterate(one, cause -> cause != null, Throwable::getCause))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
