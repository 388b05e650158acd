package dev.sluice.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody who signs certificates, with a key that nobody else ever sees. Immutable; whoever uses it has BouncyCastle. */
public final class Authority {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant AGO = Instant.parse("2002-01-01T00:00:00Z");
    private static final Instant FAR_OFF = Instant.parse("2099-01-01T00:00:00Z");

    private final X500Name name;
    private final PrivateKey key;
    private final X509Certificate certificate;

    private Authority(X500Name name, PrivateKey key, X509Certificate certificate) {
        this.name = name;
        this.key = key;
        this.certificate = certificate;
    }

    /** Returns an authority that nobody else vouches for. */
    public static Authority root(String commonName) {
        KeyPair keys = newKeys();
        X500Name name = name(commonName);
        return new Authority(name, keys.getPrivate(), sign(keys.getPrivate(), authority(name, name, keys.getPublic())));
    }

    /** Returns an authority that this one vouches for. */
    public Authority deputy(String commonName) {
        KeyPair keys = newKeys();
        X500Name deputy = name(commonName);
        return new Authority(deputy, keys.getPrivate(), sign(key, authority(name, deputy, keys.getPublic())));
    }

    /** Returns its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Certifies whoever has the key, under the names of hosts if there are any. */
    public X509Certificate certify(String commonName, PublicKey owner, String... hosts) {
        return sign(key, withHosts(builder(name, name(commonName), owner, FAR_OFF), hosts));
    }

    /** Certifies what has not been true for a long time. */
    public X509Certificate certifyExpired(String commonName, PublicKey owner, String... hosts) {
        return sign(key, withHosts(builder(name, name(commonName), owner, AGO), hosts));
    }

    /** Returns new keys of an elliptic curve, which are made faster than RSA's. */
    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the content of a PEM file with the certificates. */
    public static byte[] pem(X509Certificate... certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate one : certificates) {
            try {
                text.append(block("CERTIFICATE", one.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the content of a PEM file with a private key, unencrypted. */
    public static byte[] pem(Key key) {
        return block("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String block(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static X500Name name(String commonName) {
        return new X500Name("CN=" + commonName);
    }

    private static X509v3CertificateBuilder authority(X500Name issuer, X500Name subject, PublicKey owner) {
        try {
            return builder(issuer, subject, owner, FAR_OFF)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey owner, Instant end) {
        BigInteger serial = new BigInteger(64, new SecureRandom());
        return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(LONG_AGO), Date.from(end), subject, owner);
    }

    private static X509v3CertificateBuilder withHosts(X509v3CertificateBuilder builder, String... hosts) {
        if (hosts.length == 0) {
            return builder;
        }
        GeneralName[] names = Arrays.stream(hosts)
                .map(host -> new GeneralName(GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        try {
            return builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(PrivateKey key, X509v3CertificateBuilder builder) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
