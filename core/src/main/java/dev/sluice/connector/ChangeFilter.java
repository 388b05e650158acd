package dev.sluice.connector;

import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;

/** Decides which changes a stream hands on. */
public interface ChangeFilter {
    /** Returns whether a change of {@code table}, committed at {@code position}, is wanted. */
    boolean wants(TableName table, Lsn position);
}
