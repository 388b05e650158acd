package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Takes a server's certificate if an authority stands behind it, and says to the user why not. */
final class KnownServer implements X509TrustManager {
    private final X509TrustManager authorities;
    private final String where;

    /** {@code where} the authorities are kept, in words. */
    KnownServer(X509TrustManager authorities, String where) {
        this.authorities = authorities;
        this.where = where;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            authorities.checkServerTrusted(chain, type);
            // A certificate that is itself in the truststore is taken without a look at its dates.
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw new CertificateException(e.getMessage(), refusal(chain, e));
        }
    }

    private SyncException refusal(X509Certificate[] chain, CertificateException e) {
        String server = "the server's certificate (" + chain[0].getSubjectX500Principal() + ")";
        if (isBehind(e, CertificateExpiredException.class)) {
            return refusal(server + " or that of its authority has expired", "The server needs a new certificate", e);
        }
        if (isBehind(e, CertificateNotYetValidException.class)) {
            return refusal(server + " is not valid yet", "Set the clocks of both machines right", e);
        }
        if (isBehind(e, CertPathBuilderException.class)) {
            return refusal(
                    server + " is signed by " + chain[chain.length - 1].getIssuerX500Principal() + ", who is not in "
                            + where,
                    "If this is the right server, put the certificate of that authority into a file and name it in"
                            + " \"truststoreFile\"; whoever runs the server has it",
                    e);
        }
        return refusal(server + " is not to be trusted: " + e.getMessage(), "The server needs a new certificate", e);
    }

    private static SyncException refusal(String what, String cure, CertificateException e) {
        return new SyncException(ErrorCode.AUTHENTICATION_FAILED, what, cure, e);
    }

    private static boolean isBehind(Throwable e, Class<? extends Throwable> reason) {
        Throwable cause = e;
        while (cause != null && !reason.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
