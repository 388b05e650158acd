package dev.sluice.postgresql;

import dev.sluice.row.RowBatch;

/** Changes values of rows in place, before they are written. Used by one thread. */
interface BatchCleaner {
    /** Changes what has to be changed; a batch with nothing of that is left as it is. */
    void clean(RowBatch batch);

    /** Returns how many values the user is to be told of, which lost something. */
    long changed();
}
