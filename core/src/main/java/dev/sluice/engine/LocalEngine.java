package dev.sluice.engine;

import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.Engine;
import dev.sluice.batch.Transfer;
import dev.sluice.connector.Split;
import dev.sluice.row.BatchPool;
import dev.sluice.row.BatchSize;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Moves rows with two threads per channel, one that reads and one that writes; free channels take the next split. */
public final class LocalEngine implements Engine {
    /** The engine's name, as command lines and reports show it. */
    public static final String NAME = "local";

    /** A channel's sink keeps at most this many batches; more brings nothing. */
    private static final int MOST_BATCHES_HELD = 32;

    private static final int FEWEST_BATCHES_HELD = 4;

    /** The share of the heap that the batches of all channels together may take. */
    private static final int HEAP_SHARE = 3;

    private final int channelsAtOnce;

    /** Creates an engine that moves one plan at a time. */
    public LocalEngine() {
        this(1);
    }

    /** Creates an engine for several plans at a time, which together have up to so many channels. */
    public LocalEngine(int channelsAtOnce) {
        this.channelsAtOnce = channelsAtOnce;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void move(Transfer transfer) {
        Queue<Split> splits =
                new ConcurrentLinkedQueue<>(transfer.plan().splits().splits());
        Workers workers = new Workers(transfer.cancellation());
        for (int number = 1; number <= transfer.plan().channels(); number++) {
            Channel channel = new Channel(transfer, splits, pool(transfer.plan()));
            workers.start("reader-" + number, channel::read);
            workers.start("writer-" + number, channel::write);
        }
        workers.join();
    }

    /** Many channels share the heap by smaller batches and fewer of them; a growing array needs half as much again. */
    private BatchPool pool(BatchPlan plan) {
        long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE / Math.max(plan.channels(), channelsAtOnce);
        long most = share / (FEWEST_BATCHES_HELD + BatchPool.IN_FLIGHT) * 2 / 3;
        BatchSize size = new BatchSize(
                (int) Math.min(plan.batchSize().bytes(), most), plan.batchSize().rows());
        long held = share / size.bytes() - BatchPool.IN_FLIGHT;
        return new BatchPool(
                plan.format(), size, (int) Math.max(FEWEST_BATCHES_HELD, Math.min(MOST_BATCHES_HELD, held)));
    }
}
