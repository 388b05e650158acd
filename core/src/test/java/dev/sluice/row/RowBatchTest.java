package dev.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowBatchTest {
    @Test
    void isFullAtItsBytesOrItsRows() {
        RowBatch byBytes = batch(new BatchSize(4, 100), "abc\n");
        RowBatch byRows = batch(new BatchSize(100, 2), "a\n", "b\n");

        assertThat(batch(new BatchSize(5, 100), "abc\n").isFull()).isFalse();
        assertThat(byBytes.isFull()).isTrue();
        assertThat(byRows.isFull()).isTrue();
    }

    @Test
    void holdsARowThatIsLargerThanItself() {
        String row = "x".repeat(10_000) + "\n";
        RowBatch batch = batch(new BatchSize(10, 10), "a\n", row);

        assertThat(rows(batch)).containsExactly("a\n", row);
        batch.clear();
        assertThat(batch.bytes()).hasSize(10);
    }

    @Test
    void appendsRowsOfAnotherBatch() {
        RowBatch source = batch(BatchSize.DEFAULT, "a\n", "bb\n", "ccc\n", "dddd\n");
        RowBatch target = batch(new BatchSize(1, 1), "first\n");

        target.appendAll(source, 1, 3);
        target.appendAll(source, 0, 0);

        assertThat(rows(target)).containsExactly("first\n", "bb\n", "ccc\n");
    }

    @Test
    void tellsOfAZeroInATextAsLongAsItsRowsAreThere() {
        RowBatch marked = batch(BatchSize.DEFAULT, "a\n");
        RowBatch other = batch(BatchSize.DEFAULT, "b\n");
        RowBatch third = batch(BatchSize.DEFAULT);
        assertThat(marked.mayHoldNul()).isFalse();

        marked.markNul();
        other.appendAll(marked, 0, 1);
        third.appendCopies(marked, 3);
        marked.clear();

        assertThat(other.mayHoldNul()).isTrue();
        assertThat(third.mayHoldNul()).isTrue();
        assertThat(rows(third)).containsExactly("a\n", "a\n", "a\n");
        assertThat(marked.mayHoldNul()).isFalse();
    }

    @Test
    void holdsManyRowsAndNoneWhenCleared() {
        RowBatch batch = batch(BatchSize.DEFAULT);
        for (int i = 0; i < 5000; i++) {
            batch.append(new byte[] {'x', '\n'}, 0, 2);
        }

        assertThat(batch.rows()).isEqualTo(5000);
        assertThat(batch.start(4999)).isEqualTo(9998);
        batch.clear();
        assertThat(batch.rows()).isZero();
        assertThat(batch.length()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "-1,1"})
    void refusesSizesBelowOne(int bytes, int rows) {
        assertThatThrownBy(() -> new BatchSize(bytes, rows)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comesBackFromItsPoolEmptyAndNoOftenerThanThePoolAllows() throws Exception {
        BatchPool pool = new BatchPool(RowFormat.TEXT, new BatchSize(10, 10), 2);
        List<RowBatch> taken = new ArrayList<>();
        for (int i = 0; i < pool.held() + 3; i++) {
            taken.add(pool.take());
        }
        taken.get(3).append(new byte[] {'\n'}, 0, 1);
        Thread giver = new Thread(() -> pool.give(taken.get(3)));
        giver.start();

        assertThat(pool.take())
                .isSameAs(taken.get(3))
                .extracting(RowBatch::rows)
                .isEqualTo(0);
        assertThat(pool.heldBytes()).isEqualTo(20);
        giver.join();
    }

    @Test
    @Timeout(60)
    void isNotLentWhileHugeRowsAreInUse() throws Exception {
        BatchPool pool = new BatchPool(RowFormat.TEXT, new BatchSize(10, 10), 2);
        RowBatch huge = pool.take();
        huge.append(new byte[50], 0, 50);
        pool.filled(huge);
        FutureTask<RowBatch> taken = new FutureTask<>(pool::take);
        Thread taker = new Thread(taken);
        taker.start();
        while (taker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        pool.give(huge);

        assertThat(taken.get()).isSameAs(huge).returns(0, RowBatch::rows);
    }

    private static RowBatch batch(BatchSize size, String... rows) {
        RowBatch batch = new RowBatch(RowFormat.TEXT, size);
        for (String row : rows) {
            batch.append(row.getBytes(StandardCharsets.UTF_8), 0, row.length());
        }
        return batch;
    }

    private static List<String> rows(RowBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.rows(); i++) {
            rows.add(new String(batch.bytes(), batch.start(i), batch.end(i) - batch.start(i), StandardCharsets.UTF_8));
        }
        return rows;
    }
}
