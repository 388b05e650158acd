package dev.sluice.cli;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Retained;
import dev.sluice.connector.SourceStatus;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.connector.Writer;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.realtime.Ends;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Real ends, whose process halts at one point of their work. */
record CrashingEnds(Ends real, CrashPoint point) implements Ends {
    private static final int KILLED = 137;

    @Override
    public ChangeSource source() {
        return new Source(real.source());
    }

    @Override
    public ChangeSink sink() {
        return new Sink(real.sink());
    }

    private void reached(CrashPoint reached) {
        if (reached == point) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private final class Source implements ChangeSource {
        private final ChangeSource source;

        Source(ChangeSource source) {
            this.source = source;
        }

        @Override
        public List<SequenceValue> sequences(TableName table) {
            return source.sequences(table);
        }

        @Override
        public Retained retain(List<SourceTable> tables, Consumer<String> waiting) {
            Retained kept = source.retain(tables, waiting);
            reached(CrashPoint.SLOT_MADE);
            return kept;
        }

        @Override
        public ChangeStream follow(Lsn from, ChangeFilter filter) {
            return new Stream(source.follow(from, filter));
        }

        @Override
        public List<Finding> check() {
            return source.check();
        }

        @Override
        public List<SourceTable> tables() {
            return source.tables();
        }

        @Override
        public TableNews compare(Progress progress) {
            return source.compare(progress);
        }

        @Override
        public TableDefinition definition(TableName table) {
            return source.definition(table);
        }

        @Override
        public TableSnapshot snapshot(List<SourceTable> tables, Consumer<String> waiting) {
            return source.snapshot(tables, waiting);
        }

        @Override
        public TableSnapshot state(List<SourceTable> tables, Consumer<String> waiting) {
            return source.state(tables, waiting);
        }

        @Override
        public Lsn now() {
            return source.now();
        }

        @Override
        public SourceStatus status() {
            return source.status();
        }

        @Override
        public void release() {
            source.release();
        }

        @Override
        public List<String> forget() {
            return source.forget();
        }

        @Override
        public void cancel() {
            source.cancel();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private final class Stream implements ChangeStream {
        private final ChangeStream stream;
        private boolean changed;

        Stream(ChangeStream stream) {
            this.stream = stream;
        }

        @Override
        public Fetched fetch(ChangeBatch batch) {
            Fetched fetched = stream.fetch(batch);
            changed |= batch.changes() > 0;
            return fetched;
        }

        @Override
        public void acknowledge(Lsn position) {
            if (changed) {
                reached(CrashPoint.CHANGES_COMMITTED);
            }
            stream.acknowledge(position);
            if (changed) {
                reached(CrashPoint.ACKNOWLEDGED);
            }
        }

        @Override
        public void interrupt() {
            stream.interrupt();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private final class Sink implements ChangeSink {
        private final ChangeSink sink;

        Sink(ChangeSink sink) {
            this.sink = sink;
        }

        @Override
        public Optional<String> awaitEarlier() {
            return sink.awaitEarlier();
        }

        @Override
        public void prepare(List<SourceTable> tables) {
            sink.prepare(tables);
            reached(CrashPoint.PROGRESS_TABLE_MADE);
        }

        @Override
        public void start(Lsn position, List<TableName> toCopy) {
            sink.start(position, toCopy);
            reached(CrashPoint.START_NOTED);
        }

        @Override
        public void copying(TableName table, TableDefinition definition) {
            sink.copying(table, definition);
            reached(CrashPoint.COPY_BEGUN);
        }

        @Override
        public Optional<TableName> abandon(TableName table) {
            return sink.abandon(table);
        }

        @Override
        public void supersede(TableName table) {
            sink.supersede(table);
        }

        @Override
        public void redefine(Redefinition redefinition) {
            sink.redefine(redefinition);
        }

        @Override
        public void arriving(TableName table, TableDefinition definition) {
            sink.arriving(table, definition);
            reached(CrashPoint.ARRIVING);
        }

        @Override
        public void arrived(TableName table, Lsn position) {
            sink.arrived(table, position);
            reached(CrashPoint.ARRIVED);
        }

        @Override
        public void empty(TableName table) {
            sink.empty(table);
        }

        @Override
        public Optional<String> emptyIfUnused(TableName table) {
            return sink.emptyIfUnused(table);
        }

        @Override
        public void drop(TableName table) {
            sink.drop(table);
        }

        @Override
        public void leave(TableName table) {
            sink.leave(table);
        }

        @Override
        public void rename(List<TableRename> renames) {
            sink.rename(renames);
        }

        @Override
        public List<String> advance(TableName table, List<SequenceValue> sequences) {
            return sink.advance(table, sequences);
        }

        @Override
        public void copied(TableName table, Lsn position, TableDefinition definition) {
            reached(CrashPoint.ROWS_COPIED);
            sink.copied(table, position, definition);
            reached(CrashPoint.COPY_NOTED);
        }

        @Override
        public void apply(ChangeBatch changes) {
            sink.apply(changes);
            if (changes.changes() > 0) {
                reached(CrashPoint.CHANGES_APPLIED);
                if (changes.transaction(0).isEmpty()) {
                    reached(CrashPoint.IN_PROGRESS_APPLIED);
                }
            }
        }

        @Override
        public long missedRows() {
            return sink.missedRows();
        }

        @Override
        public boolean canRollBack() {
            return sink.canRollBack();
        }

        @Override
        public void rollBack() {
            sink.rollBack();
            reached(CrashPoint.ROLLED_BACK);
        }

        @Override
        public boolean commit(Lsn position) {
            return sink.commit(position);
        }

        @Override
        public List<Finding> check(List<SourceTable> tables) {
            return sink.check(tables);
        }

        @Override
        public List<SourceTable> missing(List<SourceTable> tables) {
            return sink.missing(tables);
        }

        @Override
        public void create(SourceTable table, TableDefinition definition) {
            sink.create(table, definition);
        }

        @Override
        public Progress progress() {
            return sink.progress();
        }

        @Override
        public List<ExtraColumn> extras(TableName table) {
            return sink.extras(table);
        }

        @Override
        public Writer writer(TableName table, RowSchema source) {
            return sink.writer(table, source);
        }

        @Override
        public List<String> forget() {
            return sink.forget();
        }

        @Override
        public void cancel() {
            sink.cancel();
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
