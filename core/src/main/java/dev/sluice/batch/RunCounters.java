package dev.sluice.batch;

import java.util.concurrent.atomic.LongAdder;

/** What a run has done so far. Counted per batch, by all channels; safe for use by several threads. */
public final class RunCounters {
    private final LongAdder recordsRead = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder recordsWritten = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder dirtyRecords = new LongAdder();
    private final LongAdder changedValues = new LongAdder();
    private final LongAdder splitsDone = new LongAdder();
    private final LongAdder readerWaitNanos = new LongAdder();
    private final LongAdder writerWaitNanos = new LongAdder();

    /** Counts rows that a source gave, and their bytes as they travel. */
    public void read(long records, long bytes) {
        recordsRead.add(records);
        bytesRead.add(bytes);
    }

    /** Counts rows that were committed, and their bytes as they travel. */
    public void written(long records, long bytes) {
        recordsWritten.add(records);
        bytesWritten.add(bytes);
    }

    /** Counts dirty rows. */
    public void dirty(long records) {
        dirtyRecords.add(records);
    }

    /** Counts values that were changed on their way. */
    public void changed(long values) {
        changedValues.add(values);
    }

    /** Counts a split that is committed. */
    public void splitDone() {
        splitsDone.increment();
    }

    /** Counts time that a channel's reader waited for its writer. */
    public void readerWaited(long nanos) {
        readerWaitNanos.add(nanos);
    }

    /** Counts time that a channel's writer waited for its reader. */
    public void writerWaited(long nanos) {
        writerWaitNanos.add(nanos);
    }

    /** Returns all counts as they are now. */
    public RunCounts now() {
        return new RunCounts(
                recordsRead.sum(),
                bytesRead.sum(),
                recordsWritten.sum(),
                bytesWritten.sum(),
                dirtyRecords.sum(),
                changedValues.sum(),
                splitsDone.sum(),
                readerWaitNanos.sum(),
                writerWaitNanos.sum());
    }
}
