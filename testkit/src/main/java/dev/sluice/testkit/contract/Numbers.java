package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.RunCounts;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Numbered rows, and what became of them: a source and a destination in the memory of this process that tell a witness of
 * each step, who can wait there or fail. Safe for use by several threads.
 */
final class Numbers {
    static final RowSchema SCHEMA = new RowSchema(List.of(new Column("n", new ColumnType(25, "text"))));

    /** What a source or a sink is about to do. */
    enum Step {
        OPEN_SOURCE,
        OPEN_SPLIT,
        READ,
        CLOSE_SOURCE,
        OPEN_SINK,
        WRITE,
        COMMIT,
        CLOSE_SINK
    }

    /** Who is told before each step, and of which row, 0 where it is about none. */
    interface Witness {
        void at(Numbers numbers, Step step, int row) throws InterruptedException;
    }

    /** Rows {@code from} inclusive to {@code to} exclusive. */
    record Part(int from, int to) implements Split {
        @Override
        public String label() {
            return from + " to " + to;
        }
    }

    /** The rows that the destination has for good. */
    final List<String> committed = Collections.synchronizedList(new ArrayList<>());

    final AtomicInteger commits = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    final CountDownLatch readerCancelled = new CountDownLatch(1);
    final CountDownLatch writerCancelled = new CountDownLatch(1);

    private final int splits;
    private final int rowsPerSplit;
    private final Witness witness;
    private IntPredicate bad = row -> false;
    private int earlyCommit = Integer.MAX_VALUE;

    /** Makes numbers that nothing happens to. */
    Numbers(int splits, int rowsPerSplit) {
        this(splits, rowsPerSplit, (numbers, step, row) -> {});
    }

    Numbers(int splits, int rowsPerSplit, Witness witness) {
        this.splits = splits;
        this.rowsPerSplit = rowsPerSplit;
        this.witness = witness;
    }

    /** The destination refuses these rows. */
    Numbers refusing(IntPredicate rows) {
        bad = rows;
        return this;
    }

    /** Sinks commit in the middle of a split when they have so many rows. */
    Numbers committingEarly(int rows) {
        earlyCommit = rows;
        return this;
    }

    SplitPlan plan() {
        List<Split> parts = IntStream.range(0, splits)
                .<Split>mapToObj(i -> new Part(i * rowsPerSplit, (i + 1) * rowsPerSplit))
                .toList();
        return new SplitPlan(parts, "numbers", OptionalLong.of(rows()));
    }

    int rows() {
        return splits * rowsPerSplit;
    }

    List<String> goodRows() {
        return IntStream.range(0, rows())
                .filter(row -> !bad.test(row))
                .mapToObj(Numbers::text)
                .toList();
    }

    boolean isBad(int row) {
        return bad.test(row);
    }

    boolean isTimeToCommit(int pending) {
        return pending >= earlyCommit;
    }

    static String text(int row) {
        return "row " + row;
    }

    static int number(String text) {
        return Integer.parseInt(text.substring("row ".length()));
    }

    /** Returns how many bytes rows take on their way, each with its newline. */
    static long bytes(List<String> rows) {
        return rows.stream().mapToLong(row -> row.length() + 1L).sum();
    }

    void tell(Step step, int row) {
        try {
            witness.at(this, step, row);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancellation();
        }
    }

    /** Waits until both sides are cancelled, as who waits for a server does: no interrupt ends it. Then it fails. */
    void hang() {
        boolean interrupted = false;
        while (readerCancelled.getCount() + writerCancelled.getCount() > 0) {
            try {
                readerCancelled.await();
                writerCancelled.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throw cancellation();
    }

    private static SyncException cancellation() {
        return new SyncException(ErrorCode.CANCELLED, "The numbers were cancelled");
    }

    /** Checks that nothing is open and that the counts say what the destination has. */
    void assertSettled(RunCounts counts) {
        assertThat(open).hasValue(0);
        assertThat(counts.recordsWritten()).isEqualTo(committed.size());
        assertThat(counts.bytesWritten()).isEqualTo(bytes(committed));
    }
}
