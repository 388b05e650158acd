package dev.sluice.connector;

import dev.sluice.row.RowSchema;
import java.util.Set;

/**
 * What a writer is going to get.
 *
 * @param schema the columns of the rows
 * @param channels how many sinks are open at a time, at most
 * @param origins what the reader reads, see {@link Reader#origins}
 */
public record Incoming(RowSchema schema, int channels, Set<String> origins) {
    /** Copies the origins. */
    public Incoming {
        origins = Set.copyOf(origins);
    }
}
