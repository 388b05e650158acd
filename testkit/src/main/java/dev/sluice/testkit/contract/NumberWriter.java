package dev.sluice.testkit.contract;

import dev.sluice.connector.Incoming;
import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import dev.sluice.testkit.contract.Numbers.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes {@link Numbers}. */
record NumberWriter(Numbers numbers) implements Writer {
    private static final RejectedRow.Reason REASON =
            new RejectedRow.Reason("23514", "a number that nobody wants", Optional.of("n"));

    @Override
    public List<Finding> check(Incoming incoming) {
        return List.of();
    }

    @Override
    public RowSchema target(RowSchema source) {
        return source;
    }

    @Override
    public Set<RowFormat> formats() {
        return Set.of(RowFormat.TEXT);
    }

    @Override
    public void prepare() {
        // The memory is ready.
    }

    @Override
    public RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected) {
        numbers.tell(Step.OPEN_SINK, 0);
        numbers.open.incrementAndGet();
        return new Sink(numbers, pool, rejected);
    }

    @Override
    public void finish() {
        // Sinks have committed everything.
    }

    @Override
    public void cancel() {
        numbers.writerCancelled.countDown();
    }

    @Override
    public void close() {
        // Sinks close what they open.
    }

    /** Keeps as many batches as it may, as a sink that groups them does. */
    private static final class Sink implements RowSink {
        private final Numbers numbers;
        private final BatchPool pool;
        private final RejectedRows rejected;
        private final List<RowBatch> kept = new ArrayList<>();
        private final List<String> pending = new ArrayList<>();
        private long committed;

        Sink(Numbers numbers, BatchPool pool, RejectedRows rejected) {
            this.numbers = numbers;
            this.pool = pool;
            this.rejected = rejected;
        }

        @Override
        public void write(RowBatch batch) {
            for (int row = 0; row < batch.rows(); row++) {
                take(batch, row);
            }
            kept.add(batch);
            if (kept.size() == pool.held()) {
                release();
            }
            if (numbers.isTimeToCommit(pending.size())) {
                keepPending();
            }
        }

        private void take(RowBatch batch, int row) {
            String text =
                    Objects.requireNonNull(Rows.of(batch, row, Numbers.SCHEMA).get(0));
            int number = Numbers.number(text);
            numbers.tell(Step.WRITE, number);
            if (numbers.isBad(number)) {
                rejected.rejected(new RejectedRow(batch, row, REASON));
            } else {
                pending.add(text);
            }
        }

        private void release() {
            kept.forEach(pool::give);
            kept.clear();
        }

        @Override
        public void commit() {
            numbers.tell(Step.COMMIT, 0);
            release();
            keepPending();
            numbers.commits.incrementAndGet();
        }

        private void keepPending() {
            numbers.committed.addAll(pending);
            committed += pending.size();
            pending.clear();
        }

        @Override
        public long committedRows() {
            return committed;
        }

        @Override
        public void close() {
            numbers.open.decrementAndGet();
            numbers.tell(Step.CLOSE_SINK, 0);
        }
    }
}
