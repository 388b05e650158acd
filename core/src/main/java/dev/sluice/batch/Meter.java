package dev.sluice.batch;

import dev.sluice.connector.RejectedRow;
import dev.sluice.row.RowBatch;
import java.util.List;

/** Through which all rows of a run go: counts them, holds them back where a limit says so, and keeps the dirty ones. */
public final class Meter {
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

    /**
     * Keeps rows that the destination refused.
     *
     * @throws dev.sluice.SyncException when they are more than the job allows
     */
    public void rejected(List<RejectedRow> rows) {
        if (!rows.isEmpty()) {
            dirtyRows.add(rows);
        }
    }

    /** Returns the run's counters. */
    public RunCounters counters() {
        return counters;
    }
}
