package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Writer;
import dev.sluice.job.SourceTable;
import dev.sluice.row.RowFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that a run has brought to where changes are applied. Closes the sink. */
final class PreparedChangeSink implements AutoCloseable {
    static final List<SourceTable> TABLES = List.of(ChangeSinkFixture.A, ChangeSinkFixture.B);

    /** Where the job begins. */
    static final Lsn BEGIN = new Lsn(0x100);

    private final ChangeSink sink;

    /** Starts the job where nobody did before, and makes the tables that are missing. */
    PreparedChangeSink(ChangeSinkFixture fixture) {
        sink = fixture.sink();
        sink.prepare(TABLES);
        sink.missing(TABLES).forEach(table -> sink.create(table, Changes.definition(table, "as it was made")));
        if (sink.progress().position().isEmpty()) {
            sink.start(BEGIN, List.of());
        }
    }

    /** Returns the progress that one more sink finds, which is not prepared. */
    static Progress seen(ChangeSinkFixture fixture) {
        try (ChangeSink other = fixture.sink()) {
            return other.progress();
        }
    }

    ChangeSink sink() {
        return sink;
    }

    /** Applies changes and commits them for good. */
    void commit(ChangeBatch changes, Lsn position) {
        sink.apply(changes);
        commitForGood(position);
    }

    /** Commits what was applied until it is there for good. */
    void commitForGood(Lsn position) {
        if (!sink.commit(position)) {
            assertThat(sink.commit(position)).isTrue();
        }
    }

    /** Writes rows as a part of a first copy. */
    void copy(SourceTable table, List<List<@Nullable String>> rows) throws InterruptedException {
        try (Writer writer = sink.writer(table.name(), WriterFixture.SCHEMA)) {
            writer.prepare();
            RowFormat form = writer.formats().iterator().next();
            try (Feed feed = new Feed(writer, writer.target(WriterFixture.SCHEMA), form, PreparedWriter.SMALL, row -> {
                throw new AssertionError("A good row was refused: " + row.reason());
            })) {
                feed.write(rows);
                feed.commit();
            }
            writer.finish();
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
