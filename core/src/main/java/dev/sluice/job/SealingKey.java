package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that seals the secrets of a workspace, 32 bytes in base64: in the environment, else in a file that only its owner
 * may read. Immutable; the file is read each time.
 */
final class SealingKey {
    static final String VARIABLE = "SLUICE_KEY";

    private static final int BYTES = 32;

    /** More than any way to write 32 bytes in base64 takes. */
    private static final long MOST_CHARACTERS = 1_000;

    private static final String LOST =
            "Copy it from a backup; if there is none, delete the file and seal the secrets anew:"
                    + " sluice datasource add NAME --replace ...";

    private final Optional<Path> file;
    private final Optional<Secret> stated;

    private SealingKey(Optional<Path> file, Optional<Secret> stated) {
        this.file = file;
        this.stated = stated;
    }

    static SealingKey of(Optional<Path> file, Map<String, String> environment) {
        return new SealingKey(
                file, Optional.ofNullable(environment.get(VARIABLE)).map(Secret::new));
    }

    /** Returns a key that is kept nowhere. */
    static SealingKey passing() {
        return new SealingKey(Optional.empty(), Optional.of(new Secret(newKey())));
    }

    /** Returns where the key is or would be, for a sentence. */
    String place() {
        return stated.isPresent() || file.isEmpty() ? VARIABLE : file.get().toString();
    }

    /** Returns whether there is something that should be a key. */
    boolean exists() {
        return stated.isPresent() || file.filter(Files::exists).isPresent();
    }

    /** Returns the key; empty if there is none. */
    Optional<byte[]> find() {
        if (stated.isPresent()) {
            return Optional.of(inEnvironment(stated.get()));
        }
        return file.filter(Files::exists).map(SealingKey::inFile);
    }

    /** Returns the key, which is made if there is none. */
    byte[] findOrMake() {
        Optional<byte[]> found = find();
        if (found.isPresent()) {
            return found.get();
        }
        Path missing = file.orElseThrow(() -> unusable("There is no key in " + VARIABLE, "Set it", null));
        try {
            hideFromGit(Files.createDirectories(missing.resolveSibling("")));
            make(missing);
        } catch (IOException e) {
            String message = "The key file " + missing + " cannot be made: " + e.getMessage();
            throw unusable(message, "Let the user who runs this write there, or set " + VARIABLE, e);
        }
        return inFile(missing);
    }

    private static void make(Path file) throws IOException {
        try {
            PrivateFile.create(file, newKey() + "\n");
        } catch (FileAlreadyExistsException e) {
            // Somebody else made it in this moment, and it holds for both.
            return;
        }
    }

    /** A key that is committed beside what it sealed would seal nothing. */
    private static void hideFromGit(Path folder) throws IOException {
        Path ignored = folder.resolve(".gitignore");
        if (!Files.exists(ignored)) {
            Files.writeString(ignored, "*\n");
        }
    }

    private static String newKey() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] inEnvironment(Secret text) {
        return decode(text.reveal())
                .orElseThrow(() -> unusable(
                        "The environment variable " + VARIABLE + " holds no key, which is 32 bytes in base64",
                        "Make one with: openssl rand -base64 32; or unset it to use the key file of the workspace",
                        null));
    }

    private static byte[] inFile(Path file) {
        try {
            requirePrivate(file);
            if (Files.size(file) == 0) {
                throw unusable("The key file " + file + " is empty", LOST, null);
            }
            Optional<byte[]> key = Files.size(file) > MOST_CHARACTERS
                    ? Optional.empty()
                    : decode(Files.readString(file, StandardCharsets.ISO_8859_1));
            return key.orElseThrow(
                    () -> unusable("The key file " + file + " holds no key, which is 32 bytes in base64", LOST, null));
        } catch (IOException e) {
            String message = "The key file " + file + " cannot be read: " + e.getMessage();
            throw unusable(message, "Let the user who runs this read it", e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        Optional<String> mode = PrivateFile.modeForOthers(file);
        if (mode.isPresent()) {
            throw unusable(
                    "The key file " + file + " may be used by others than its owner (" + mode.get() + ")",
                    "chmod 600 " + file + "; if somebody may have read it, change the passwords that it sealed",
                    null);
        }
    }

    private static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.strip())).filter(bytes -> bytes.length == BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static SyncException unusable(String what, String cure, @Nullable Exception cause) {
        return new SyncException(ErrorCode.PREFLIGHT_FAILED, what, cure, cause);
    }
}
