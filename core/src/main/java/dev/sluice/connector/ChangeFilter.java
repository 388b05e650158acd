package dev.sluice.connector;

import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import java.util.Map;

/** Says what a stream is to hand on. */
public interface ChangeFilter {
    /** Returns whether a change of {@code table}, committed at {@code position}, is wanted. */
    boolean wants(TableName table, Lsn position);

    /**
     * Returns whether changes may be handed on before their transaction was committed, to be rolled back if it turns out that
     * something else comes before it.
     */
    default boolean acceptsInProgress() {
        return false;
    }

    /** Returns the definitions of tables that are known where the stream begins, as the source wrote them. */
    default Map<TableName, String> definitions() {
        return Map.of();
    }
}
