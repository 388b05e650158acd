package dev.sluice.engine;

import dev.sluice.Time;
import dev.sluice.batch.Meter;
import dev.sluice.batch.Transfer;
import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchPool;
import dev.sluice.row.RowBatch;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;
import org.jspecify.annotations.Nullable;

/** One parallel worker: {@link #read} and {@link #write} run in a thread each, with a hand-over between them that the pool bounds. */
final class Channel {
    /**
     * What is handed over: a batch, or the end of all work.
     *
     * @param batch the rows, or null at the end of all work
     * @param endsSplit whether the split ends with this batch
     */
    private record HandOver(@Nullable RowBatch batch, boolean endsSplit) {
        static final HandOver END = new HandOver(null, false);
    }

    private final Transfer transfer;
    private final Meter meter;
    private final Time time;
    private final Queue<Split> splits;
    private final BatchPool pool;
    private final TransferQueue<HandOver> handOver = new LinkedTransferQueue<>();

    /** The bytes of rows that the sink has taken and not refused since its last commit; of the writing thread. */
    private long uncommittedBytes;

    Channel(Transfer transfer, Queue<Split> splits, BatchPool pool) {
        this.transfer = transfer;
        this.meter = transfer.meter();
        this.time = transfer.time();
        this.splits = splits;
        this.pool = pool;
    }

    void read() throws InterruptedException {
        try (RowSource source = transfer.reader().source(transfer.plan().format())) {
            for (Split split = splits.poll(); split != null; split = splits.poll()) {
                source.open(split);
                boolean more;
                do {
                    RowBatch batch = takeEmpty();
                    more = source.fill(batch);
                    pool.filled(batch);
                    meter.read(batch);
                    hand(new HandOver(batch, !more));
                } while (more);
            }
        }
        hand(HandOver.END);
    }

    void write() throws InterruptedException {
        try (RowSink sink =
                transfer.writer().sink(transfer.plan().target(), transfer.plan().format(), pool, this::rejected)) {
            for (HandOver next = receive(); next.batch != null; next = receive()) {
                write(sink, next);
            }
        }
    }

    /** A sink may commit early, to let another channel go on; what it committed counts even when it fails afterwards. */
    private void write(RowSink sink, HandOver next) {
        long before = sink.committedRows();
        long changedBefore = sink.changedValues();
        try {
            uncommittedBytes += requireBatch(next).length();
            sink.write(requireBatch(next));
            if (next.endsSplit) {
                sink.commit();
                meter.counters().splitDone();
            }
        } finally {
            meter.counters().changed(sink.changedValues() - changedBefore);
            long committed = sink.committedRows() - before;
            if (committed > 0) {
                meter.counters().written(committed, uncommittedBytes);
                uncommittedBytes = 0;
            }
        }
    }

    private static RowBatch requireBatch(HandOver next) {
        return Objects.requireNonNull(next.batch);
    }

    private void rejected(RejectedRow row) {
        uncommittedBytes -= row.batch().end(row.row()) - row.batch().start(row.row());
        meter.rejected(row);
    }

    private RowBatch takeEmpty() throws InterruptedException {
        long start = time.nanos();
        RowBatch batch = pool.take();
        meter.counters().readerWaited(time.nanos() - start);
        return batch;
    }

    /** The end of a split waits for the writer: who went on to the next split now would take it from a free channel. */
    private void hand(HandOver next) throws InterruptedException {
        long start = time.nanos();
        if (next.endsSplit) {
            handOver.transfer(next);
        } else {
            handOver.put(next);
        }
        meter.counters().readerWaited(time.nanos() - start);
    }

    private HandOver receive() throws InterruptedException {
        long start = time.nanos();
        HandOver next = handOver.take();
        meter.counters().writerWaited(time.nanos() - start);
        return next;
    }
}
