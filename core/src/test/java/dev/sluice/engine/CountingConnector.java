package dev.sluice.engine;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.row.BatchPool;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A source of numbered rows and a destination that remembers what was committed, with switches for what goes wrong. */
final class CountingConnector {
    static final RowSchema SCHEMA = new RowSchema(List.of(new Column("n", new ColumnType(25, "text"))));

    /** A split of rows {@code from} inclusive to {@code to} exclusive. */
    record Numbers(int from, int to) implements Split {
        @Override
        public String label() {
            return from + " to " + to;
        }
    }

    final List<String> committed = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger commits = new AtomicInteger();
    final AtomicInteger openSources = new AtomicInteger();
    final AtomicInteger openSinks = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();
    private final int splits;
    private final int rowsPerSplit;
    private int failReadingAt = -1;
    private String failWritingOf = "";
    private boolean hangWriting;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    CountingConnector(int splits, int rowsPerSplit) {
        this.splits = splits;
        this.rowsPerSplit = rowsPerSplit;
    }

    CountingConnector failReadingAt(int row) {
        failReadingAt = row;
        return this;
    }

    CountingConnector failWritingOf(String row) {
        failWritingOf = row;
        return this;
    }

    /** Whoever writes waits until everything is cancelled. */
    CountingConnector hangWriting() {
        hangWriting = true;
        return this;
    }

    List<String> allRows() {
        return IntStream.range(0, splits * rowsPerSplit)
                .mapToObj(i -> "row " + i)
                .toList();
    }

    SplitPlan plan() {
        List<Split> parts = new ArrayList<>();
        for (int i = 0; i < splits; i++) {
            parts.add(new Numbers(i * rowsPerSplit, (i + 1) * rowsPerSplit));
        }
        return new SplitPlan(parts, "numbers", OptionalLong.of((long) splits * rowsPerSplit));
    }

    Reader reader() {
        return new NumberReader();
    }

    Writer writer() {
        return new MemoryWriter();
    }

    private final class NumberReader implements Reader {
        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public RowSchema schema() {
            return SCHEMA;
        }

        @Override
        public Set<RowFormat> formats() {
            return Set.of(RowFormat.TEXT);
        }

        @Override
        public SplitPlan plan(int channels) {
            return CountingConnector.this.plan();
        }

        @Override
        public RowSource source(RowFormat format) {
            openSources.incrementAndGet();
            return new NumberSource();
        }

        @Override
        public void cancel() {
            cancels.incrementAndGet();
            cancelled.countDown();
        }

        @Override
        public void close() {}
    }

    private final class NumberSource implements RowSource {
        private int next;
        private int end;

        @Override
        public void open(Split split) {
            next = ((Numbers) split).from();
            end = ((Numbers) split).to();
        }

        @Override
        public boolean fill(RowBatch batch) {
            while (next < end && !batch.isFull()) {
                if (next == failReadingAt) {
                    throw new IllegalStateException("cannot read row " + next);
                }
                byte[] row = ("row " + next++ + "\n").getBytes(StandardCharsets.UTF_8);
                batch.append(row, 0, row.length);
            }
            return next < end;
        }

        @Override
        public void close() {
            openSources.decrementAndGet();
        }
    }

    private final class MemoryWriter implements Writer {
        @Override
        public List<Finding> check(RowSchema source) {
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
        public void prepare() {}

        @Override
        public RowSink sink(RowSchema schema, RowFormat format, BatchPool pool, RejectedRows rejected) {
            openSinks.incrementAndGet();
            return new MemorySink(pool);
        }

        @Override
        public void finish() {}

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        @Override
        public void close() {}
    }

    /** Keeps as many batches as it may, as a sink that groups them does. */
    private final class MemorySink implements RowSink {
        private final BatchPool pool;
        private final List<RowBatch> kept = new ArrayList<>();
        private final List<String> pending = new ArrayList<>();
        private long rows;

        MemorySink(BatchPool pool) {
            this.pool = pool;
        }

        @Override
        public void write(RowBatch batch) {
            awaitCancelIfHanging();
            for (int i = 0; i < batch.rows(); i++) {
                String row = new String(
                        batch.bytes(), batch.start(i), batch.end(i) - batch.start(i) - 1, StandardCharsets.UTF_8);
                if (row.equals(failWritingOf)) {
                    throw new IllegalStateException("cannot write " + row);
                }
                pending.add(row);
            }
            kept.add(batch);
            if (kept.size() == pool.held()) {
                release();
            }
        }

        private void awaitCancelIfHanging() {
            if (hangWriting) {
                try {
                    cancelled.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("cancelled");
            }
        }

        private void release() {
            kept.forEach(pool::give);
            kept.clear();
        }

        @Override
        public void commit() {
            release();
            committed.addAll(pending);
            rows += pending.size();
            pending.clear();
            commits.incrementAndGet();
        }

        @Override
        public long committedRows() {
            return rows;
        }

        @Override
        public void close() {
            openSinks.decrementAndGet();
        }
    }
}
