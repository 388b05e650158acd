package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.job.Secret;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * A file with a private key: PKCS#8, PKCS#1 or SEC 1, in DER or PEM; PKCS#8 may be encrypted.
 *
 * @param file the file
 * @param password what it is encrypted with, if it is
 */
record PrivateKeyFile(TlsFile file, Optional<Secret> password) {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final String CURE = "Make a key file that can be read: openssl pkcs8 -topk8 -nocrypt -in client.key"
            + " -out client.pk8 (for an encrypted one: -v2 aes-256-cbc instead of -nocrypt)";

    private static final String PASSWORD_CURE = "Put the password that the key was encrypted with into"
            + " \"clientPassword\" of the data source, best as ${env:NAME}";

    private static final String EMPTY_CURE =
            "OpenSSL 3 leaves an empty file where it does not know the encryption that it is asked for, as with"
                    + " -v1 PBE-MD5-DES; make the key anew:"
                    + " openssl pkcs8 -topk8 -in client.key -outform DER -out client.pk8 -v2 aes-256-cbc"
                    + " (or add -provider legacy -provider default to -v1 PBE-MD5-DES)";

    PrivateKey read() {
        byte[] der = der(file.read());
        try {
            KeyForm form = KeyForm.of(der);
            return form == KeyForm.ENCRYPTED ? decrypted(Der.of(der).whole()) : key(form.toPkcs8(der));
        } catch (InvalidKeyException e) {
            throw file.fault("this is not a private key: " + e.getMessage(), CURE, e);
        } catch (InvalidKeySpecException e) {
            throw file.fault("the key is damaged, or neither RSA nor a curve that Java knows", CURE, e);
        }
    }

    private byte[] der(byte[] content) {
        if (content.length == 0) {
            throw file.fault("the file is empty", EMPTY_CURE, null);
        }
        List<Pem> blocks = Pem.blocks(content);
        return blocks.isEmpty() ? content : inBlocks(blocks);
    }

    private byte[] inBlocks(List<Pem> blocks) {
        Pem block = blocks.stream()
                .filter(one -> one.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> file.fault(
                        "there is no private key in the file; it holds "
                                + String.join(
                                        ", ", blocks.stream().map(Pem::label).toList()),
                        CURE,
                        null));
        if (block.hasHeaders()) {
            throw file.fault("the key is encrypted in a way of OpenSSL's own, which Java cannot read", CURE, null);
        }
        return block.der().orElseThrow(() -> file.fault("the block " + block.label() + " is damaged", CURE, null));
    }

    private PrivateKey decrypted(byte[] der) {
        EncryptedKey encrypted = encrypted(der);
        if (password.isEmpty()) {
            throw file.fault("the key is encrypted, and there is no password for it", PASSWORD_CURE, null);
        }
        try {
            return key(encrypted.decrypt(password.get()));
        } catch (NoSuchAlgorithmException e) {
            throw unknown(e);
        } catch (EncryptedKey.UnusablePassword e) {
            throw file.fault(
                    "with the encryption of this key Java takes passwords of ASCII letters only",
                    "Encrypt the key anew, with -v2 aes-256-cbc: openssl pkcs8 -topk8 -v2 aes-256-cbc ...",
                    e);
        } catch (GeneralSecurityException e) {
            throw file.fault("the password does not fit the key", PASSWORD_CURE, e);
        }
    }

    private EncryptedKey encrypted(byte[] der) {
        try {
            return EncryptedKey.parse(der);
        } catch (GeneralSecurityException e) {
            throw unknown(e);
        }
    }

    private SyncException unknown(Exception cause) {
        return file.fault("the key is encrypted in a way that Java cannot read", CURE, cause);
    }

    private static PrivateKey key(byte[] pkcs8) throws InvalidKeySpecException {
        InvalidKeySpecException last = new InvalidKeySpecException("no algorithm");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                last = e;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        throw last;
    }
}
