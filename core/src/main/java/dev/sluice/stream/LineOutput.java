package dev.sluice.stream;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where lines go, from several channels at once: whole batches, never mixed. Safe for use by several threads. */
final class LineOutput {
    private final OutputStream out;
    private final String name;

    /** Writes to a stream, which messages call {@code name}. */
    LineOutput(OutputStream out, String name) {
        this.out = out;
        this.name = name;
    }

    /** Begins a file anew, with the folder that it is in. */
    static LineOutput file(Path path) {
        String name = "The file " + path;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            return new LineOutput(Files.newOutputStream(path), name);
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    /** Writes lines, and sees to it that they are out. */
    void write(ByteArrayOutputStream lines) {
        synchronized (out) {
            try {
                lines.writeTo(out);
                out.flush();
            } catch (IOException e) {
                throw cannotWrite(name, e);
            }
        }
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    private static SyncException cannotWrite(String name, IOException cause) {
        return new SyncException(
                ErrorCode.DESTINATION_FAILED,
                name + " cannot be written: " + cause.getMessage(),
                "Make room, or choose another path in the writer",
                cause);
    }
}
