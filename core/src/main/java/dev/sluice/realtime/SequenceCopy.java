package dev.sluice.realtime;

import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.TableName;
import java.util.List;

/**
 * Brings sequences over, which no change tells of. Used by the thread of source and sink.
 *
 * @param source knows where they are
 * @param sink has those that are set
 * @param monitor is told of those that cannot be
 */
record SequenceCopy(ChangeSource source, ChangeSink sink, RunMonitor monitor) {
    /** Brings those of a table over. */
    void copy(TableName table) {
        List<String> refused = sink.advance(table, source.sequences(table));
        if (!refused.isEmpty()) {
            monitor.warn("the destination's sequences of " + table
                    + " stay where they are, so that inserts there may get keys that"
                    + " are taken: the user may not set them. GRANT UPDATE ON SEQUENCE "
                    + String.join(", ", refused) + ", and set them by hand or copy the table anew");
        }
    }
}
