package dev.sluice.postgresql;

import java.util.BitSet;

/** Columns that updates write together, with the count of those updates. Used by one thread. */
final class ColumnSet {
    private final BitSet fields;
    private int rows;

    ColumnSet(BitSet fields) {
        this.fields = (BitSet) fields.clone();
    }

    /** Returns their fields, which are not to be changed. */
    BitSet fields() {
        return fields;
    }

    /** Counts one more update. */
    void count() {
        rows++;
    }

    /** Returns how many updates write them. */
    int rows() {
        return rows;
    }
}
