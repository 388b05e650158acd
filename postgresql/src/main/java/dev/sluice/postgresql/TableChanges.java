package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import java.util.Arrays;

/** The changes of one table among those of a batch, in their order. Used by one thread. */
final class TableChanges {
    private final AppliedTable table;
    private final ChangeBatch batch;
    private int[] indexes = new int[16];
    private int count;
    private int inserts;

    TableChanges(AppliedTable table, ChangeBatch batch) {
        this.table = table;
        this.batch = batch;
    }

    /** Adds the change at {@code index} of the batch. */
    void add(int index) {
        if (count == indexes.length) {
            indexes = Arrays.copyOf(indexes, count * 2);
        }
        indexes[count++] = index;
        if (batch.kind(index) == ChangeKind.INSERT) {
            inserts++;
        }
    }

    AppliedTable table() {
        return table;
    }

    ChangeBatch batch() {
        return batch;
    }

    int count() {
        return count;
    }

    /** Returns the index in the batch of the change at {@code position} of these. */
    int index(int position) {
        return indexes[position];
    }

    /** Returns whether rows only came. */
    boolean onlyInserts() {
        return inserts == count;
    }
}
