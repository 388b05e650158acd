package dev.sluice.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The object {@code JobSettings} of a real-time job.
 *
 * @param ddl what is done with DDL
 * @param channel how rows are written
 * @param runtime connections, limits and times
 * @param columnTypes other types for columns of tables that the job creates
 * @param cycle what the later runs of a job that does not follow changes do; empty = what its migration type says
 */
public record RealtimeSettings(
        DdlHandling ddl,
        ChannelSettings channel,
        RuntimeSettings runtime,
        List<ColumnTypeMapping> columnTypes,
        Optional<CycleMigration> cycle) {
    /** Copies the list and checks that nothing is null. */
    public RealtimeSettings {
        Objects.requireNonNull(ddl);
        Objects.requireNonNull(channel);
        Objects.requireNonNull(runtime);
        columnTypes = List.copyOf(columnTypes);
        Objects.requireNonNull(cycle);
    }
}
