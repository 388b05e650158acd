package dev.sluice.testkit.contract;

import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.Writer;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;

/** A writer that a run has brought to where channels open their sinks. Closes the writer. */
final class PreparedWriter implements AutoCloseable {
    /** Small enough for several batches in a group and several groups in a split. */
    static final BatchSize SMALL = new BatchSize(1 << 16, 10);

    private final Writer writer;
    private final RowSchema target;

    PreparedWriter(WriterFixture fixture) throws Exception {
        writer = fixture.writer();
        writer.prepare();
        target = writer.target(WriterFixture.SCHEMA);
    }

    /** Opens a sink in some form, which does not matter, that is to refuse nothing. */
    Feed feed() {
        return feed(form(), SMALL);
    }

    /** Opens a sink that is to refuse nothing. */
    Feed feed(RowFormat form, BatchSize size) {
        return feed(form, size, row -> {
            throw new AssertionError("A good row was refused: " + row.reason());
        });
    }

    Feed feed(RowFormat form, BatchSize size, RejectedRows rejected) {
        return new Feed(writer, target, form, size, rejected);
    }

    /** Returns one of the forms that the writer takes. */
    RowFormat form() {
        return writer.formats().iterator().next();
    }

    Writer writer() {
        return writer;
    }

    @Override
    public void close() {
        writer.close();
    }
}
