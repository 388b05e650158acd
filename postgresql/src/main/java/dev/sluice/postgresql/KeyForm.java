package dev.sluice.postgresql;

import java.security.InvalidKeyException;

/** The forms in which private keys are kept: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017, appendix A) and SEC 1 (RFC 5915). */
enum KeyForm {
    /** PKCS#8. */
    PLAIN,
    /** PKCS#8, encrypted. */
    ENCRYPTED,
    /** PKCS#1, an RSA key by itself. */
    RSA,
    /** SEC 1, a key of an elliptic curve by itself. */
    EC;

    private static final byte[] ZERO = Der.element(Der.INTEGER, new byte[] {0});
    private static final byte[] RSA_ALGORITHM =
            Der.element(Der.SEQUENCE, oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01), new byte[] {5, 0});
    private static final byte[] EC_PUBLIC_KEY = oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01);

    /** Tells the form by what the first elements are, as labels and endings of files are often wrong. */
    static KeyForm of(byte[] der) throws InvalidKeyException {
        Der whole = Der.of(der);
        Der first = whole.first();
        if (whole.tag() == Der.SEQUENCE && first.tag() == Der.SEQUENCE) {
            return ENCRYPTED;
        }
        if (whole.tag() != Der.SEQUENCE || first.tag() != Der.INTEGER) {
            throw new InvalidKeyException("this is no form of a private key");
        }
        return switch (whole.after(first).tag()) {
            case Der.SEQUENCE -> PLAIN;
            case Der.INTEGER -> RSA;
            case Der.OCTET_STRING -> EC;
            default -> throw new InvalidKeyException("this is no form of a private key");
        };
    }

    /** Returns a key of this form as PKCS#8, the only one that Java reads. */
    byte[] toPkcs8(byte[] der) throws InvalidKeyException {
        return switch (this) {
            case PLAIN, ENCRYPTED -> der;
            case RSA -> pkcs8(RSA_ALGORITHM, der);
            case EC -> pkcs8(Der.element(Der.SEQUENCE, EC_PUBLIC_KEY, curve(der)), der);
        };
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.element(Der.SEQUENCE, ZERO, algorithm, Der.element(Der.OCTET_STRING, key));
    }

    /** The curve is the third element, which is optional by itself, and always there in a file that OpenSSL made. */
    private static byte[] curve(byte[] der) throws InvalidKeyException {
        Der whole = Der.of(der);
        Der secret = whole.after(whole.first());
        return whole.after(secret).inside();
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Der.element(Der.OBJECT_IDENTIFIER, content);
    }
}
