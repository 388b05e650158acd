package dev.sluice.stream;

import dev.sluice.connector.Incoming;
import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Prints the first copy of a table as messages. */
final class RowMessageWriter implements Writer {
    private final TableName table;
    private final Supplier<MessageWriter> messages;
    private final LineOutput output;
    private final Cancellation cancellation = new Cancellation();

    /** {@code messages} gives each channel one of its own. */
    RowMessageWriter(TableName table, Supplier<MessageWriter> messages, LineOutput output) {
        this.table = table;
        this.messages = messages;
        this.output = output;
    }

    @Override
    public List<Finding> check(Incoming incoming) {
        return List.of(Finding.ok("destination", "rows are printed"));
    }

    @Override
    public RowSchema target(RowSchema source) {
        return source;
    }

    @Override
    public Set<RowFormat> formats() {
        return EnumSet.of(RowFormat.TEXT);
    }

    @Override
    public void prepare() {
        // There is nothing to make.
    }

    @Override
    public RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected) {
        RowMessages printer = new RowMessages(table, schema, messages.get(), output);
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
        // Nothing is held open.
    }
}
