package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with a certificate or a key.
 *
 * @param key the key of the data source that names it
 * @param path where it is
 */
record TlsFile(String key, Path path) {
    /** All authorities of the world need a quarter of it. */
    private static final int MAX_BYTES = 1 << 20;

    /** Returns the file of a path that may be missing or empty, which both mean that there is none. */
    static Optional<TlsFile> stated(String key, @Nullable String path) {
        try {
            return path == null || path.isEmpty() ? Optional.empty() : Optional.of(new TlsFile(key, Path.of(path)));
        } catch (InvalidPathException e) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED, key + " " + path + ": this is no path of a file", null, e);
        }
    }

    /** Reads the whole file; that it is empty is for the caller to say. */
    byte[] read() {
        try {
            if (Files.isDirectory(path)) {
                throw fault("this is a folder, not a file", "Name the file in it", null);
            }
            byte[] content;
            try (InputStream file = Files.newInputStream(path)) {
                content = file.readNBytes(MAX_BYTES + 1);
            }
            if (content.length > MAX_BYTES) {
                throw fault("the file is too large for what it should hold", "Name another file", null);
            }
            return content;
        } catch (NoSuchFileException e) {
            throw fault(
                    "there is no such file",
                    "Correct \"%s\" of the data source; a relative path begins at the folder of that file, in a jdbcUrl at the current folder"
                            .formatted(key),
                    e);
        } catch (AccessDeniedException e) {
            throw fault("the file may not be read", "Let the user who runs this read it", e);
        } catch (IOException e) {
            throw fault(
                    "the file cannot be read: " + e.getMessage(),
                    "Correct \"%s\" of the data source".formatted(key),
                    e);
        }
    }

    /** Says what is wrong with the file and how to mend it. */
    SyncException fault(String what, String cure, @Nullable Throwable cause) {
        return new SyncException(ErrorCode.PREFLIGHT_FAILED, this + ": " + what, cure, cause);
    }

    @Override
    public String toString() {
        return key + " " + path;
    }
}
