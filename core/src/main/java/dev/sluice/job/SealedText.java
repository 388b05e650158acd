package dev.sluice.job;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A secret as a file holds it when it is sealed: {@code sealed:v1:} and, in base64, which key, nonce and cipher text. Immutable. */
final class SealedText {
    static final int KEY_MARK_BYTES = 4;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /** Which plain texts are no secrets in JSON Schema: those that begin like sealed ones and are none. */
    static final String SCHEMA_PATTERN = "^(?!sealed:)|^sealed:v1:[A-Za-z0-9+/]{43,}={0,2}$";

    private static final String FAMILY = "sealed:";
    private static final String PREFIX = FAMILY + "v1:";
    private static final String ALLOWED =
            "; allowed is what \"sluice datasource add\" writes, a secret as it is that does" + " not begin with \""
                    + FAMILY + "\", or ${env:NAME}";

    private final byte[] bytes;

    private SealedText(byte[] bytes) {
        this.bytes = bytes;
    }

    static SealedText of(byte[] keyMark, byte[] nonce, byte[] cipherText) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(keyMark);
        bytes.writeBytes(nonce);
        bytes.writeBytes(cipherText);
        return new SealedText(bytes.toByteArray());
    }

    /** Returns whether a text means to be a sealed one. */
    static boolean isMeant(String text) {
        return text.startsWith(FAMILY);
    }

    /** Says, without a piece of it, what is wrong with a text that means to be a sealed one. */
    static Optional<String> fault(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.of("the secret is sealed in a form that this version does not know" + ALLOWED);
        }
        return read(text).isEmpty() ? Optional.of("the sealed secret is damaged" + ALLOWED) : Optional.empty();
    }

    /** Reads a text in which there is no {@link #fault}. */
    static SealedText parse(String text) {
        return read(text).orElseThrow();
    }

    private static Optional<SealedText> read(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            return bytes.length > KEY_MARK_BYTES + NONCE_BYTES + TAG_BYTES
                    ? Optional.of(new SealedText(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] keyMark() {
        return Arrays.copyOf(bytes, KEY_MARK_BYTES);
    }

    byte[] nonce() {
        return Arrays.copyOfRange(bytes, KEY_MARK_BYTES, KEY_MARK_BYTES + NONCE_BYTES);
    }

    byte[] cipherText() {
        return Arrays.copyOfRange(bytes, KEY_MARK_BYTES + NONCE_BYTES, bytes.length);
    }

    /** Returns the text for a file. */
    @Override
    public String toString() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }
}
