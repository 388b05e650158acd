package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.Cancellation;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.connector.Writer;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The copy of tables that come to a job while it follows others, made beside that by a thread and a source of its own. Of
 * the job's sink it uses writers and nothing else: whoever began it notes what became of it.
 */
final class Join implements AutoCloseable {
    private final List<SourceTable> tables;
    private final Progress progress;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;
    private final Cancellation.Registration ending;
    private volatile Optional<List<CopyStart>> ready = Optional.empty();
    private volatile Map<TableName, TableDefinition> followed = Map.of();
    private volatile boolean stopped;
    private volatile Optional<Outcome> outcome = Optional.empty();

    /** How the copy ended. */
    sealed interface Outcome {
        /**
         * All tables are there.
         *
         * @param position where their state stands among the changes
         */
        record Copied(Lsn position) implements Outcome {}

        /**
         * Not all are.
         *
         * @param error why
         */
        record Failed(SyncException error) implements Outcome {}
    }

    Join(List<SourceTable> tables, Progress progress, Joins with) {
        this.tables = List.copyOf(tables);
        this.progress = progress;
        this.thread = new Thread(() -> outcome = Optional.of(copy(with)), "sluice-join");
        this.ending = with.cancellation().onRequest(this::stop);
    }

    void start() {
        thread.start();
    }

    private Outcome copy(Joins with) {
        try (ChangeSource source = with.ends().source()) {
            cancellation.onRequest(source::cancel);
            source.retain(tables, with.monitor()::warn).close();
            try (TableSnapshot snapshot = source.snapshot(tables, with.monitor()::warn)) {
                ready = Optional.of(tables.stream()
                        .map(table -> CopyStart.of(table, snapshot, progress))
                        .toList());
                begun.await();
                requireNotStopped();
                TableCopies copies =
                        new TableCopies(snapshot, new Place(with.sink(), followed), with.how(), with.monitor());
                cancellation.onRequest(copies::stop);
                copies.copy(tables.stream().map(SourceTable::name).toList());
                return new Outcome.Copied(snapshot.position());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(new SyncException(ErrorCode.CANCELLED, "The copy was interrupted", null, e));
        } catch (RuntimeException | Error e) {
            return new Outcome.Failed(SyncException.of(e));
        }
    }

    private void requireNotStopped() {
        if (stopped) {
            throw new SyncException(ErrorCode.CANCELLED, "The copy was stopped");
        }
    }

    private record Place(ChangeSink sink, Map<TableName, TableDefinition> followed) implements CopyPlace {
        /** Whoever takes note of it did. */
        @Override
        public TableDefinition begins(TableName table) {
            return Objects.requireNonNull(followed.get(table));
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
        public void ends(TableName table, Lsn position) {
            // All tables are taken over together.
        }

        @Override
        public void goesOn() {
            // Whoever follows the others tells that the attempt does.
        }
    }

    /** Returns how the tables begin, once that is known and as long as the copy waits for {@link #go}. */
    Optional<List<CopyStart>> ready() {
        return begun.getCount() == 0 ? Optional.empty() : ready;
    }

    /** Lets the copy go on: the destination is ready, and follows the tables in these definitions. */
    void go(Map<TableName, TableDefinition> definitions) {
        followed = Map.copyOf(definitions);
        begun.countDown();
    }

    /** Returns the definitions that it went on with. */
    Map<TableName, TableDefinition> followed() {
        return followed;
    }

    List<SourceTable> tables() {
        return tables;
    }

    /** Returns how it ended; empty while it is under way. */
    Optional<Outcome> outcome() {
        return outcome;
    }

    /** Ends the copy soon; returns at once. May be called from any thread. */
    void stop() {
        stopped = true;
        cancellation.request();
        begun.countDown();
    }

    /** Ends the copy if it is under way, and waits for that. */
    @Override
    public void close() {
        stop();
        Threads.join(thread);
        ending.close();
    }
}
