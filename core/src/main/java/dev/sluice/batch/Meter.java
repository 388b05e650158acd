package dev.sluice.batch;

import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RejectedRows;
import dev.sluice.row.RowBatch;

/** Through which all rows of a run go: counts them, holds them back where a limit says so, and keeps the dirty ones. */
public final class Meter implements RejectedRows {
    private final RunCounters counters;
    private final Throttle throttle;
    private final DirtyRows dirtyRows;

    Meter(RunCounters counters, Throttle throttle, DirtyRows dirtyRows) {
        this.counters = counters;
        this.throttle = throttle;
        this.dirtyRows = dirtyRows;
    }

    /** Counts a batch that was read, and waits as long as the job's limits want. */
    public void read(RowBatch batch) throws InterruptedException {
        counters.read(batch.rows(), batch.length());
        throttle.pass(batch.length(), batch.rows());
    }

    /** Keeps a row that the destination refused. */
    @Override
    public void rejected(RejectedRow row) {
        dirtyRows.add(row);
    }

    /** Returns the run's counters. */
    public RunCounters counters() {
        return counters;
    }
}
