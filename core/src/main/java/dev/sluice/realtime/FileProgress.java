package dev.sluice.realtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The progress of a job in a file of its workspace, for destinations that have no place for it. */
final class FileProgress {
    private final Path file;

    FileProgress(Path file) {
        this.file = file;
    }

    Progress read() {
        if (!Files.exists(file)) {
            return new Progress(Optional.empty(), Map.of());
        }
        try {
            JsonObject json = JsonObject.parse(Files.readString(file));
            Map<TableName, Lsn> tables = new HashMap<>();
            for (JsonObject table : json.objects("tables")) {
                tables.put(TableList.name(table), Lsn.parse(table.requireText("copy")));
            }
            Set<TableName> unended = Set.copyOf(TableList.read(json, "unended"));
            return new Progress(json.text("position").map(Lsn::parse), tables, Map.of(), unended);
        } catch (IOException | IllegalArgumentException e) {
            throw new SyncException(
                    ErrorCode.FILE_INVALID,
                    "The progress of the job cannot be read from " + file + ": " + e.getMessage(),
                    Progress.BEGIN_ANEW,
                    e);
        }
    }

    void write(Progress progress) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            writeForGood(next, text(progress));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            moveForGood();
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** The source forgets what is noted, so that the note has to be there also when the power fails. */
    private static void writeForGood(Path path, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void moveForGood() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    boolean delete() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private static String text(Progress progress) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = TableList.JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(
                    "position", progress.position().map(Lsn::toString).orElse(null));
            json.writeArrayFieldStart("tables");
            for (Map.Entry<TableName, Lsn> table : progress.tables().entrySet()) {
                json.writeStartObject();
                TableList.writeName(json, table.getKey());
                json.writeStringField("copy", table.getValue().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            TableList.write(json, "unended", progress.unended());
            json.writeEndObject();
        }
        return text + "\n";
    }

    private SyncException notWritable(IOException cause) {
        return new SyncException(
                ErrorCode.FILE_NOT_WRITABLE,
                "The progress of the job cannot be kept in " + file + ": " + cause.getMessage(),
                "Make room, or let the user who runs Sluice write there",
                cause);
    }
}
