package dev.sluice.row;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The batches of one channel. Their number bounds the channel's memory: who reads waits here until who writes has given
 * one back. Safe for use by several threads.
 */
public final class BatchPool {
    /** One batch that is filled, one in the hand-over, one that is written. */
    public static final int IN_FLIGHT = 3;

    private final BlockingQueue<RowBatch> free;
    private final RowFormat format;
    private final BatchSize size;
    private final int held;
    private int unmade;

    /** Creates a pool with which who writes can keep {@code held} batches, at least 1; batches are made when first wanted. */
    public BatchPool(RowFormat format, BatchSize size, int held) {
        this.format = format;
        this.size = size;
        this.held = held;
        this.unmade = held + IN_FLIGHT;
        this.free = new ArrayBlockingQueue<>(held + IN_FLIGHT);
    }

    /** Returns how many batches who writes may keep without stopping who reads. */
    public int held() {
        return held;
    }

    /** Returns how many bytes who writes may keep; only a row larger than that makes it more. */
    public long heldBytes() {
        return (long) held * size.bytes();
    }

    /** Takes an empty batch, waiting for one to come back when all are in use. */
    public RowBatch take() throws InterruptedException {
        RowBatch batch = free.poll();
        if (batch != null) {
            return batch;
        }
        return mayMake() ? new RowBatch(format, size) : free.take();
    }

    private synchronized boolean mayMake() {
        if (unmade == 0) {
            return false;
        }
        unmade--;
        return true;
    }

    /** Gives back a batch that was taken from here; its rows are gone. */
    public void give(RowBatch batch) {
        batch.clear();
        free.add(batch);
    }
}
