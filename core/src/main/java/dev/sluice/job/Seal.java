package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals the secrets of one workspace and opens them: AES-256-GCM (NIST SP 800-38D) with a fresh random nonce, bound to the
 * place of the secret, so that a sealed text is of no use anywhere else. Immutable; the key is read when it is needed.
 */
public final class Seal {
    private final SealingKey key;

    private Seal(SealingKey key) {
        this.key = key;
    }

    /** Returns the seal whose key is in a file, or in the environment variable {@code SLUICE_KEY} if that is set. */
    static Seal of(Path keyFile, Map<String, String> environment) {
        return new Seal(SealingKey.of(Optional.of(keyFile), environment));
    }

    /** Returns the seal whose key can only be in the environment variable {@code SLUICE_KEY}. */
    static Seal of(Map<String, String> environment) {
        return new Seal(SealingKey.of(Optional.empty(), environment));
    }

    /** Returns a seal whose key is nowhere but in it. */
    static Seal passing() {
        return new Seal(SealingKey.passing());
    }

    /** Returns where the key is or would be: the name of the variable, or the path of the file. */
    public String keyPlace() {
        return key.place();
    }

    /** Returns whether there is a key yet; {@link #seal} makes one otherwise. */
    public boolean hasKey() {
        return key.exists();
    }

    /**
     * Returns a secret as the text to write at its place.
     *
     * @throws SyncException with PREFLIGHT_FAILED if the key cannot be used or made
     */
    public String seal(SecretPlace place, String secret) {
        byte[] keyBytes = key.findOrMake();
        byte[] nonce = new byte[SealedText.NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keyBytes, nonce, place);
            byte[] cipherText = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return SealedText.of(mark(keyBytes), nonce, cipherText).toString();
        } catch (GeneralSecurityException e) {
            throw new SyncException(ErrorCode.INTERNAL, "A secret cannot be sealed: " + e.getMessage(), null, e);
        }
    }

    /** Opens a text in which there is no fault; {@code file} is where it stands, for the user. */
    String open(String text, SecretPlace place, String file) {
        SealedText sealed = SealedText.parse(text);
        byte[] keyBytes = key.find()
                .orElseThrow(() -> closed(place, file, "there is no key in " + key.place(), bringKey(place), null));
        if (!Arrays.equals(sealed.keyMark(), mark(keyBytes))) {
            throw closed(
                    place, file, "it was sealed with another key than that in " + key.place(), bringKey(place), null);
        }
        try {
            byte[] secret =
                    cipher(Cipher.DECRYPT_MODE, keyBytes, sealed.nonce(), place).doFinal(sealed.cipherText());
            return new String(secret, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw closed(
                    place,
                    file,
                    "the sealed text was changed, or made for another data source or another key of the file",
                    "A sealed secret cannot be copied, and not be renamed with its file: seal it anew: " + anew(place),
                    e);
        } catch (GeneralSecurityException e) {
            throw new SyncException(ErrorCode.INTERNAL, "A secret cannot be opened: " + e.getMessage(), null, e);
        }
    }

    private static SyncException closed(
            SecretPlace place, String file, String why, String cure, @Nullable Exception cause) {
        String message = "The secret \"" + place.key() + "\" in " + file + " cannot be opened: " + why;
        return new SyncException(ErrorCode.PREFLIGHT_FAILED, message, cure, cause);
    }

    private static String bringKey(SecretPlace place) {
        return "Bring the key of the workspace where it was sealed (its file .sluice/key, mode 0600, or "
                + SealingKey.VARIABLE + "), or seal the secret anew: " + anew(place);
    }

    private static String anew(SecretPlace place) {
        return "sluice datasource add " + place.dataSource() + " --replace ...";
    }

    private static Cipher cipher(int mode, byte[] keyBytes, byte[] nonce, SecretPlace place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(keyBytes, "AES"),
                new GCMParameterSpec(SealedText.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(place.associatedData());
        return cipher;
    }

    /** A few bytes that tell one key from another, so that a wrong key is not taken for a damaged text. */
    private static byte[] mark(byte[] keyBytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("sluice key mark".getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(keyBytes), SealedText.KEY_MARK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new SyncException(ErrorCode.INTERNAL, "SHA-256 is not to be had", null, e);
        }
    }
}
