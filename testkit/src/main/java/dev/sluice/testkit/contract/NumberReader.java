package dev.sluice.testkit.contract;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.preflight.Finding;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import dev.sluice.testkit.contract.Numbers.Part;
import dev.sluice.testkit.contract.Numbers.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Reads {@link Numbers}. */
record NumberReader(Numbers numbers) implements Reader {
    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public RowSchema schema() {
        return Numbers.SCHEMA;
    }

    @Override
    public Set<RowFormat> formats() {
        return Set.of(RowFormat.TEXT);
    }

    @Override
    public SplitPlan plan(int channels) {
        return numbers.plan();
    }

    @Override
    public RowSource source(RowFormat format) {
        numbers.tell(Step.OPEN_SOURCE, 0);
        numbers.open.incrementAndGet();
        return new Source(numbers);
    }

    @Override
    public void cancel() {
        numbers.readerCancelled.countDown();
    }

    @Override
    public void close() {
        // Sources close what they open.
    }

    private static final class Source implements RowSource {
        private final Numbers numbers;
        private int next;
        private int end;

        Source(Numbers numbers) {
            this.numbers = numbers;
        }

        @Override
        public void open(Split split) {
            Part part = (Part) split;
            numbers.tell(Step.OPEN_SPLIT, part.from());
            next = part.from();
            end = part.to();
        }

        @Override
        public boolean fill(RowBatch batch) {
            while (next < end && !batch.isFull()) {
                numbers.tell(Step.READ, next);
                byte[] row = (Numbers.text(next++) + "\n").getBytes(StandardCharsets.UTF_8);
                batch.append(row, 0, row.length);
            }
            return next < end;
        }

        @Override
        public void close() {
            numbers.open.decrementAndGet();
            numbers.tell(Step.CLOSE_SOURCE, 0);
        }
    }
}
