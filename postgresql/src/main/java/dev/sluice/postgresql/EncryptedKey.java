package dev.sluice.postgresql;

import dev.sluice.job.Secret;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A private key that is encrypted by a password, as PKCS#5 (RFC 8018) and PKCS#12 (RFC 7292) describe it. */
final class EncryptedKey {
    /** The password cannot be used with this encryption. */
    static final class UnusablePassword extends GeneralSecurityException {
        UnusablePassword(InvalidKeySpecException cause) {
            super(cause);
        }
    }

    /** Java's name of PBES2 with its two parts. */
    private static final Pattern PBES2 = Pattern.compile("PBEWith(Hmac\\w+)AndAES_(\\d+)");

    private final EncryptedPrivateKeyInfo info;
    private final String algorithm;
    private final AlgorithmParameters parameters;

    private EncryptedKey(EncryptedPrivateKeyInfo info) throws NoSuchAlgorithmException {
        this.info = info;
        if (info.getAlgParameters() == null) {
            throw new NoSuchAlgorithmException(info.getAlgName() + " without parameters");
        }
        parameters = info.getAlgParameters();
        // Java 17 gives the parts of PBES2 only as the text of its parameters; later versions have them in the name
        // too.
        algorithm = info.getAlgName().equals("PBES2") ? parameters.toString() : info.getAlgName();
    }

    /** Understands the outside of an encrypted key; fails if Java does not know the encryption. */
    static EncryptedKey parse(byte[] der) throws GeneralSecurityException {
        try {
            return new EncryptedKey(new EncryptedPrivateKeyInfo(der));
        } catch (IOException e) {
            throw new NoSuchAlgorithmException(e);
        }
    }

    /** Returns the key as PKCS#8; a wrong password is nearly always noticed here, and else leaves what is no key. */
    byte[] decrypt(Secret password) throws GeneralSecurityException {
        char[] letters = password.reveal().toCharArray();
        Matcher pbes2 = PBES2.matcher(algorithm);
        return pbes2.matches() ? decryptAes(letters, pbes2) : decryptOld(letters);
    }

    /** Done in two steps, because in one step Java would take ASCII passwords only. */
    private byte[] decryptAes(char[] password, Matcher pbes2) throws GeneralSecurityException {
        PBEParameterSpec spec = parameters.getParameterSpec(PBEParameterSpec.class);
        PBEKeySpec keySpec =
                new PBEKeySpec(password, spec.getSalt(), spec.getIterationCount(), Integer.parseInt(pbes2.group(2)));
        SecretKey key =
                SecretKeyFactory.getInstance("PBKDF2With" + pbes2.group(1)).generateSecret(keySpec);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.getEncoded(), "AES"), spec.getParameterSpec());
        return cipher.doFinal(info.getEncryptedData());
    }

    private byte[] decryptOld(char[] password) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key(password), parameters);
        return cipher.doFinal(info.getEncryptedData());
    }

    private SecretKey key(char[] password) throws GeneralSecurityException {
        SecretKeyFactory factory = SecretKeyFactory.getInstance(algorithm);
        try {
            return factory.generateSecret(new PBEKeySpec(password));
        } catch (InvalidKeySpecException e) {
            throw new UnusablePassword(e);
        }
    }
}
