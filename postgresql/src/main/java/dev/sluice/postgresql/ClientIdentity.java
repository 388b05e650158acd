package dev.sluice.postgresql;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a client shows, with its key. It is shown whenever the server asks, also where the server names
 * other authorities: then the server says why it refuses, instead of missing a certificate.
 */
final class ClientIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";
    private static final byte[] PROOF = ALIAS.getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private final PrivateKey key;
    private final X509Certificate[] chain;

    private ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain.toArray(X509Certificate[]::new);
    }

    /** Reads both files and finds the key's certificate, and whoever signed it, among those of the first. */
    static ClientIdentity of(TlsFile certificateFile, PrivateKeyFile keyFile) {
        List<X509Certificate> certificates = CertificateFile.read(certificateFile);
        PrivateKey key = keyFile.read();
        byte[] signed = signature(key, keyFile.file());
        for (X509Certificate certificate : certificates) {
            if (isBy(signed, key, certificate.getPublicKey())) {
                return new ClientIdentity(key, chain(certificate, certificates));
            }
        }
        throw keyFile.file()
                .fault(
                        "the key is not that of the certificate in " + certificateFile + " ("
                                + certificates.get(0).getSubjectX500Principal() + ")",
                        "Name the key that the certificate was requested with, or request a certificate for this key",
                        null);
    }

    private static Signature algorithm(PrivateKey key) throws GeneralSecurityException {
        return Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm()));
    }

    /** Java reads keys of curves that it cannot sign with, as secp256k1 and brainpool. */
    private static byte[] signature(PrivateKey key, TlsFile file) {
        try {
            Signature signature = algorithm(key);
            signature.initSign(key);
            signature.update(PROOF);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw file.fault(
                    "Java cannot sign with a key of this kind (" + e.getMessage() + ")",
                    "Request a certificate for an RSA key, or one of the curves P-256, P-384, P-521 or Ed25519",
                    e);
        }
    }

    private static boolean isBy(byte[] signed, PrivateKey key, PublicKey other) {
        try {
            Signature signature = algorithm(key);
            signature.initVerify(other);
            signature.update(PROOF);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>(List.of(first));
        Optional<X509Certificate> next = issuer(first, certificates);
        while (next.isPresent() && !chain.contains(next.get())) {
            chain.add(next.get());
            next = issuer(next.get(), certificates);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> certificates) {
        return certificates.stream()
                .filter(one -> one.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .findFirst();
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return Arrays.asList(types).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }
}
