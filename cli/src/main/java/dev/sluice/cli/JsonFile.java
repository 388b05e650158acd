package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what came of a command as JSON that people read too. */
final class JsonFile {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonFile() {}

    /** Writes one value. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** Prints one value. */
    static void print(PrintWriter to, Content content) {
        to.print(text(content));
        to.flush();
    }

    /** Returns one value, with a line end. */
    static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be written", e);
        }
        return text + "\n";
    }

    static void write(Path file, Content content) {
        try (JsonGenerator json =
                JSON.createGenerator(Files.newBufferedWriter(file)).setPrettyPrinter(new DefaultPrettyPrinter())) {
            content.write(json);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.FILE_NOT_WRITABLE,
                    file + " cannot be written: " + e.getMessage(),
                    "The run itself is over, and what is said above is what came of it; make room for the next one",
                    e);
        }
    }
}
