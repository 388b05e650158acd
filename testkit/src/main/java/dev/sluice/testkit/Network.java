package dev.sluice.testkit;

import dev.sluice.Time;
import dev.sluice.testkit.NetworkConditions.Reach;
import java.util.function.UnaryOperator;

/** The present conditions of a proxy, shared by its threads; those that may not send wait here. */
final class Network {
    private static final long NO_CUT = Long.MAX_VALUE;

    private final Time time;
    private NetworkConditions conditions = NetworkConditions.GOOD;
    private long bytesUntilCut = NO_CUT;

    Network(Time time) {
        this.time = time;
    }

    /** Returns the clock by which everything is delayed. */
    Time time() {
        return time;
    }

    synchronized NetworkConditions now() {
        return conditions;
    }

    synchronized void change(UnaryOperator<NetworkConditions> change) {
        conditions = change.apply(conditions);
        notifyAll();
    }

    synchronized void awaitOpen() throws InterruptedException {
        while (conditions.reach() == Reach.SILENT) {
            wait();
        }
    }

    synchronized void cutAfter(long bytes) {
        bytesUntilCut = bytes;
    }

    synchronized void cutNever() {
        bytesUntilCut = NO_CUT;
    }

    /** Returns how many of so many bytes may still pass; fewer than asked for means: cut behind them. */
    synchronized int allowance(int bytes) {
        if (bytesUntilCut == NO_CUT) {
            return bytes;
        }
        int allowed = (int) Math.min(bytes, bytesUntilCut);
        bytesUntilCut = allowed < bytes ? NO_CUT : bytesUntilCut - allowed;
        return allowed;
    }
}
