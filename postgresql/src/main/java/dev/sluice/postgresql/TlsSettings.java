package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;

/** What the properties of a connection say about TLS. Immutable. */
final class TlsSettings {
    private final Properties properties;

    TlsSettings(Properties properties) {
        this.properties = properties;
    }

    /** Reads the files and makes of them what a handshake needs. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(), new TrustManager[] {trust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SyncException(ErrorCode.INTERNAL, "TLS is not to be had: " + e.getMessage(), null, e);
        }
    }

    private KeyManager @Nullable [] identity() {
        Optional<TlsFile> certificate = TlsFile.stated("keystoreFile", property(PGProperty.SSL_CERT));
        Optional<TlsFile> key = TlsFile.stated("keyFile", property(PGProperty.SSL_KEY));
        if (certificate.isEmpty() && key.isEmpty()) {
            return null;
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "A client certificate and its private key go together, and only one of them is there",
                    "Name both \"keystoreFile\" and \"keyFile\" in the data source, or neither",
                    null);
        }
        PrivateKeyFile keyFile = new PrivateKeyFile(
                key.get(),
                Optional.ofNullable(property(PGProperty.SSL_PASSWORD)).map(Secret::new));
        return new KeyManager[] {ClientIdentity.of(certificate.get(), keyFile)};
    }

    private TrustManager trust() throws GeneralSecurityException {
        if (!mode().verifyCertificate()) {
            return new AnyServer();
        }
        Optional<TlsFile> truststore = TlsFile.stated("truststoreFile", property(PGProperty.SSL_ROOT_CERT));
        if (truststore.isEmpty() && !mode().verifyPeerName()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "sslMode verify-ca needs a truststoreFile: public authorities sign for everybody",
                    "Name the certificate of the server's authority in \"truststoreFile\", or use sslMode verify-full"
                            + " for a server whose certificate is from a public authority",
                    null);
        }
        return new KnownServer(
                authorities(truststore),
                truststore.map(TlsFile::toString).orElse("the list of public authorities that comes with Java"));
    }

    private static X509TrustManager authorities(Optional<TlsFile> truststore) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(truststore.isPresent() ? keyStore(CertificateFile.read(truststore.get())) : null);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore keyStore(List<X509Certificate> certificates) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        return store;
    }

    private SslMode mode() {
        try {
            return SslMode.of(properties);
        } catch (PSQLException e) {
            throw new IllegalStateException("the driver has read it before", e);
        }
    }

    private @Nullable String property(PGProperty property) {
        return property.getOrDefault(properties);
    }
}
