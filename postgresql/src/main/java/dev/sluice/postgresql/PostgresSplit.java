package dev.sluice.postgresql;

import dev.sluice.connector.Split;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a read.
 *
 * @param label the part in words
 * @param select the SELECT that gives exactly its rows
 * @param snapshotName the exported snapshot that it reads, or null when every channel has its own
 */
record PostgresSplit(String label, String select, @Nullable String snapshotName) implements Split {
    Optional<String> snapshot() {
        return Optional.ofNullable(snapshotName);
    }
}
