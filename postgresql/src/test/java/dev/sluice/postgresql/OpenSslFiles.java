package dev.sluice.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Keys and certificates that OpenSSL made; their README says how. */
final class OpenSslFiles {
    /** What encrypted keys are encrypted with. */
    static final String PASSWORD = "key-secret";

    /** The same, for the files that have {@code non-ascii} in their names. */
    static final String NON_ASCII_PASSWORD = "schlüssel-密";

    private OpenSslFiles() {}

    static byte[] read(String name) {
        try (InputStream file = Objects.requireNonNull(OpenSslFiles.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a copy of the same name into a folder. */
    static Path copy(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(Path.of(name).getFileName()), read(name));
    }
}
