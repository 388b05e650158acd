package dev.sluice.stream;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Incoming;
import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import dev.sluice.stream.StreamWriterOptions.Destination;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints rows, writes them to a file, or counts and drops them. */
final class StreamWriter implements Writer {
    private final StreamWriterOptions options;
    private final OutputStream out;
    private final Cancellation cancellation = new Cancellation();
    private @Nullable LineOutput file;

    StreamWriter(StreamWriterOptions options, OutputStream out) {
        this.options = options;
        this.out = out;
    }

    @Override
    public List<Finding> check(Incoming incoming) {
        if (options.destination() instanceof Destination.File to) {
            return List.of(
                    Files.isDirectory(to.path())
                            ? Finding.failed(
                                    "destination", to.path() + " is a folder", "Give another fileName in the writer")
                            : Finding.ok("destination", "rows are written to the file " + to.path()));
        }
        boolean dropped = options.destination() instanceof Destination.Nowhere;
        return List.of(Finding.ok("destination", dropped ? "rows are counted and dropped" : "rows are printed"));
    }

    @Override
    public RowSchema target(RowSchema source) {
        return source;
    }

    @Override
    public Set<RowFormat> formats() {
        return options.destination() instanceof Destination.Nowhere
                ? EnumSet.allOf(RowFormat.class)
                : EnumSet.of(RowFormat.TEXT);
    }

    @Override
    public void prepare() {
        if (options.destination() instanceof Destination.File to) {
            file = LineOutput.file(to.path());
        }
    }

    @Override
    public RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected) {
        if (options.destination() instanceof Destination.Nowhere) {
            return new StreamSink(pool, cancellation, batch -> {});
        }
        if (format != RowFormat.TEXT) {
            throw new SyncException(ErrorCode.INTERNAL, "Printed rows have the text form, not " + format);
        }
        LineOutput output = file == null ? new LineOutput(out, "The output") : file;
        LinePrinter printer = new LinePrinter(schema, options.lines(), output);
        return new StreamSink(pool, cancellation, printer::print);
    }

    @Override
    public void finish() {
        // Every sink has flushed what it wrote.
    }

    @Override
    public void cancel() {
        cancellation.request();
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
