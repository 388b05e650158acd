package dev.sluice.connector;

import dev.sluice.change.Lsn;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a source tells about a job and what it keeps for it.
 *
 * @param position the place behind everything that is committed there by now
 * @param slot what keeps the job's changes; empty when there is nothing of its name
 * @param publication whether the list of the job's tables is there
 * @param ddlTrigger what writes definitions into the log; empty where they are seen without it
 * @param others names of slots of this database like the job's own that nobody reads from now
 */
public record SourceStatus(
        Lsn position, Optional<Slot> slot, boolean publication, Optional<String> ddlTrigger, List<String> others) {
    /** Copies the names. */
    public SourceStatus {
        others = List.copyOf(others);
    }

    /**
     * What keeps the changes of a job. See the PostgreSQL documentation, "pg_replication_slots".
     *
     * @param name its name
     * @param active whether somebody reads from it now
     * @param confirmed from where on it gives changes; empty while it is being made
     * @param retainedBytes how much of the source's log it keeps from being dropped
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; empty before PostgreSQL 13
     */
    public record Slot(
            String name,
            boolean active,
            Optional<Lsn> confirmed,
            OptionalLong retainedBytes,
            Optional<String> walStatus) {}
}
