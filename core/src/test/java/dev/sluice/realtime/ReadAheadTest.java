package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeStream;
import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReadAheadTest {
    private static final ChangedTable TABLE = new ChangedTable(
            1,
            new TableName("public", "t"),
            ChangedTable.Identity.DEFAULT,
            List.of(new ChangedTable.ChangedColumn("v", new ColumnType(25, "text"), true)));

    private final Numbers numbers = new Numbers();
    private final ChangeCursor cursor = new ChangeCursor();

    /** One number in each batch, up to a last one, behind which nothing more waits. Read by two threads. */
    private static final class Numbers implements ChangeStream {
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final AtomicInteger interruptions = new AtomicInteger();
        private final List<Thread> readers = new CopyOnWriteArrayList<>();
        private volatile int last = Integer.MAX_VALUE;
        private volatile int failing = Integer.MAX_VALUE;
        private volatile int waiting = Integer.MAX_VALUE;
        private volatile int next = 1;
        private volatile boolean closed;

        @Override
        public Fetched fetch(ChangeBatch batch) {
            readers.add(Thread.currentThread());
            int number = next;
            if (number == failing) {
                throw new SyncException(ErrorCode.CONNECTION_LOST, "It broke");
            }
            if (number == waiting) {
                awaitInterruption();
            }
            byte[] text = String.valueOf(number).getBytes(StandardCharsets.UTF_8);
            byte[] change = ByteBuffer.allocate(8 + text.length)
                    .put((byte) 'N')
                    .putShort((short) 1)
                    .put((byte) 't')
                    .putInt(text.length)
                    .put(text)
                    .array();
            batch.append(ChangeKind.INSERT, TABLE, change, 0, change.length);
            next = number + 1;
            return new Fetched(true, new Lsn(number), Instant.EPOCH, number < last, false);
        }

        private void awaitInterruption() {
            try {
                interrupted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new SyncException(ErrorCode.CANCELLED, "It was ended");
        }

        @Override
        public void acknowledge(Lsn position) {}

        @Override
        public void interrupt() {
            interruptions.incrementAndGet();
            interrupted.countDown();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private String value(ReadAhead ahead) {
        assertThat(ahead.batch().changes()).isOne();
        cursor.moveTo(ahead.batch(), 0);
        return String.valueOf(cursor.after().text(0));
    }

    @Test
    void givesEveryBatchOnceAndInOrder() {
        numbers.last = 100;
        List<String> values = new ArrayList<>();
        try (ReadAhead ahead = new ReadAhead(numbers, 16)) {
            for (boolean more = true; more; ) {
                more = ahead.fetch().more();
                values.add(value(ahead));
            }
        }

        assertThat(values).hasSize(100).startsWith("1", "2", "3").endsWith("99", "100");
        assertThat(numbers.closed).isTrue();
    }

    @Test
    void readsTheNextBatchWhileOneIsApplied() {
        try (ReadAhead ahead = new ReadAhead(numbers, 16)) {
            ahead.fetch();
            while (numbers.next < 3) {
                Thread.onSpinWait();
            }
            assertThat(value(ahead)).isEqualTo("1");
        }
    }

    @Test
    void readsByItselfWhereNothingWaits() {
        numbers.last = 0;
        try (ReadAhead ahead = new ReadAhead(numbers, 16)) {
            ahead.fetch();
            ahead.fetch();
        }

        assertThat(numbers.readers).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(numbers.interruptions).hasValue(0);
    }

    @Test
    void tellsWhatFailedWhenItIsThatBatchesTurn() {
        numbers.failing = 2;
        try (ReadAhead ahead = new ReadAhead(numbers, 16)) {
            ahead.fetch();
            assertThat(value(ahead)).isEqualTo("1");

            assertThatThrownBy(ahead::fetch).isInstanceOf(SyncException.class).hasMessage("It broke");
        }
    }

    @Test
    void endsAFetchThatIsUnderWayAndItsThread() throws InterruptedException {
        numbers.waiting = 2;
        ReadAhead ahead = new ReadAhead(numbers, 16);
        ahead.fetch();
        while (numbers.readers.size() < 2) {
            Thread.onSpinWait();
        }
        ahead.close();

        assertThat(numbers.interruptions).hasValue(1);
        assertThat(numbers.closed).isTrue();
        numbers.readers.get(1).join();
    }
}
