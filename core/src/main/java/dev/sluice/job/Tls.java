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
     * Returns the mode to use: the stated one, else {@code verify-ca} where there is a truststore, else empty, which leaves it to the
     * driver. {@code AuthTypeNone} means empty whatever files are there.
     */
    public Optional<SslMode> effectiveMode() {
        if (protocol.equals(Optional.of(SecurityProtocol.NONE))) {
            return Optional.empty();
        }
        return sslMode.or(() -> truststoreFile.map(file -> SslMode.VERIFY_CA));
    }
}
