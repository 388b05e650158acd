package dev.sluice.batch;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.RejectedRow;
import dev.sluice.job.ErrorLimit;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowSchema;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dirty rows of a run, in full, as JSON Lines: each with its SQLSTATE, message and column, and its values by column
 * name in PostgreSQL's text form. The file is made with the first dirty row. Safe for use by several threads.
 */
final class DirtyRows implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    /** Its rows are as confidential as their table. */
    private static final FileAttribute<?> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final ErrorLimit limit;
    private final RunCounters counters;
    private final RowSchema source;
    private final RowSchema target;
    private @Nullable JsonGenerator out;
    private long count;

    DirtyRows(Path file, ErrorLimit limit, RunCounters counters, BatchPlan plan) {
        this.file = file;
        this.limit = limit;
        this.counters = counters;
        this.source = plan.source();
        this.target = plan.target();
    }

    /** Keeps a refused row; fails when there are now more than the limit. */
    synchronized void add(RejectedRow row) {
        try {
            write(row);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        count++;
        counters.dirty(1);
        if (limit.maxRecords().isPresent() && count > limit.maxRecords().getAsLong()) {
            throw tooMany(
                    "More rows are dirty than the " + limit.maxRecords().getAsLong()
                            + " that the job allows. The last one: "
                            + row.reason().message(),
                    "record");
        }
    }

    /** Fails when the share of dirty rows in all rows read is larger than the job allows. */
    synchronized void checkShare(long recordsRead) {
        if (limit.maxShare().isPresent() && count > limit.maxShare().getAsDouble() * recordsRead) {
            throw tooMany(
                    count + " rows are dirty of " + recordsRead + " read; the job allows a share of "
                            + limit.maxShare().getAsDouble(),
                    "percentage");
        }
    }

    /** Returns the file, when there are dirty rows. */
    synchronized Optional<Path> file() {
        return out == null ? Optional.empty() : Optional.of(file);
    }

    private void write(RejectedRow row) throws IOException {
        JsonGenerator json = generator();
        json.writeStartObject();
        json.writeStringField("sqlState", row.reason().sqlState());
        json.writeStringField("message", row.reason().message());
        if (row.reason().column().isPresent()) {
            json.writeStringField("column", row.reason().column().get());
        }
        json.writeObjectFieldStart("row");
        RowCursor cursor = new RowCursor(source);
        cursor.moveTo(row.batch(), row.row());
        for (int i = 0; i < target.size(); i++) {
            json.writeFieldName(target.column(i).name());
            json.writeString(cursor.text(i));
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private JsonGenerator generator() throws IOException {
        JsonGenerator open = out;
        if (open == null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, OWNERS_ONLY);
            }
            // A channel of java.nio would be closed by the interrupt that ends a thread in the midst of a run.
            open = JSON.createGenerator(new FileOutputStream(file.toFile()), JsonEncoding.UTF8)
                    .setRootValueSeparator(null);
            out = open;
        }
        return open;
    }

    private SyncException tooMany(String what, String key) {
        return new SyncException(
                ErrorCode.TOO_MANY_DIRTY_ROWS,
                what,
                "Look at " + file + ", mend the rows or raise setting.errorLimit." + key,
                null);
    }

    private SyncException cannotWrite(IOException cause) {
        return new SyncException(
                ErrorCode.FILE_NOT_WRITABLE,
                "The file of dirty rows " + file + " cannot be written: " + cause.getMessage(),
                "Make room or choose another workspace",
                cause);
    }

    @Override
    public synchronized void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
