package dev.sluice.connector;

import dev.sluice.change.Lsn;
import java.util.Objects;
import java.util.Optional;

/**
 * What a source keeps of its changes for a job.
 *
 * @param position where the changes begin that are kept
 * @param snapshot the state of the tables there, if the source began to keep their changes just now; nobody changes the
 *     tables' definitions until it is closed
 */
public record Retained(Lsn position, Optional<TableSnapshot> snapshot) implements AutoCloseable {
    /** Checks that nothing is null. */
    public Retained {
        Objects.requireNonNull(position);
        Objects.requireNonNull(snapshot);
    }

    /** Gives the state up; the changes are kept all the same. */
    @Override
    public void close() {
        snapshot.ifPresent(TableSnapshot::close);
    }
}
