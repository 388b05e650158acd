package dev.sluice.job;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a connection is protected.
 *
 * @param protocol whether TLS is wanted at all, as the file states it
 * @param truststoreFile the certificates to trust (.pem, .crt, .der, .p7b)
 * @param keystoreFile the client certificate
 * @param keyFile its private key, PKCS#8
 * @param clientPassword the passphrase of the private key
 * @param sslMode the mode that the file states; see {@link #effectiveMode()}
 */
public record Tls(
        Optional<SecurityProtocol> protocol,
        Optional<Path> truststoreFile,
        Optional<Path> keystoreFile,
        Optional<Path> keyFile,
        Optional<Secret> clientPassword,
        Optional<SslMode> sslMode) {
    /** No word about TLS. */
    public static final Tls UNSTATED = new Tls(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks that nothing is null. */
    public Tls {
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(truststoreFile);
        Objects.requireNonNull(keystoreFile);
        Objects.requireNonNull(keyFile);
        Objects.requireNonNull(clientPassword);
        Objects.requireNonNull(sslMode);
    }

    /**
     * Returns the mode to use; empty means no TLS. Where none is stated, the files say it: {@code verify-ca} with a
     * truststore, {@code require} with only a client certificate, and {@code prefer} where {@code AuthTypeSsl} stands
     * alone, as its servers need not have TLS. {@code AuthTypeNone} means none, whatever files are there.
     */
    public Optional<SslMode> effectiveMode() {
        if (protocol.equals(Optional.of(SecurityProtocol.NONE))) {
            return Optional.empty();
        }
        return sslMode.or(() -> truststoreFile.map(file -> SslMode.VERIFY_CA))
                .or(() -> keystoreFile.map(file -> SslMode.REQUIRE))
                .or(() -> protocol.map(stated -> SslMode.PREFER));
    }
}
