package dev.sluice.row;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;

/**
 * The batches of one channel. Their number and the bytes in them bound the channel's memory: who reads waits here until
 * who writes has given some back. Safe for use by several threads.
 */
public final class BatchPool {
    /** One batch that is filled, one in the hand-over, one that is written. */
    public static final int IN_FLIGHT = 3;

    private final RowFormat format;
    private final BatchSize size;
    private final int held;
    private final Deque<RowBatch> free = new ArrayDeque<>();
    private final IdentityHashMap<RowBatch, Integer> filled = new IdentityHashMap<>();
    private long filledBytes;
    private int unmade;

    /** Creates a pool with which who writes can keep {@code held} batches, at least 1; batches are made when first wanted. */
    public BatchPool(RowFormat format, BatchSize size, int held) {
        this.format = format;
        this.size = size;
        this.held = held;
        this.unmade = held + IN_FLIGHT;
    }

    /** Returns how many batches who writes may keep without stopping who reads. */
    public int held() {
        return held;
    }

    /** Returns how many bytes who writes may keep without stopping who reads. */
    public long heldBytes() {
        return (long) held * size.bytes();
    }

    /** Takes an empty batch, waiting for others to come back when all are in use, or when those in use hold huge rows. */
    public synchronized RowBatch take() throws InterruptedException {
        while (filledBytes >= heldBytes() + (long) IN_FLIGHT * size.bytes() || (free.isEmpty() && unmade == 0)) {
            wait();
        }
        if (!free.isEmpty()) {
            return free.pop();
        }
        unmade--;
        return new RowBatch(format, size);
    }

    /** Counts the bytes of a batch that was taken from here and now holds its rows. */
    public synchronized void filled(RowBatch batch) {
        filled.put(batch, batch.length());
        filledBytes += batch.length();
    }

    /** Gives back a batch that was taken from here; its rows are gone. */
    public synchronized void give(RowBatch batch) {
        Integer bytes = filled.remove(batch);
        filledBytes -= bytes == null ? 0 : bytes;
        batch.clear();
        free.push(batch);
        notifyAll();
    }
}
