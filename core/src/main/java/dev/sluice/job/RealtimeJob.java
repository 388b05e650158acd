package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A real-time job: tables of one database that are copied, followed, or both.
 *
 * @param identity what it is called
 * @param migration what it does
 * @param source where it reads
 * @param destination where it writes
 * @param mappings which tables, and what is done with them on their way; at least one
 * @param settings DDL, writing, connections, limits and times
 * @param remarks notes and variables of the file
 */
public record RealtimeJob(
        JobIdentity identity,
        Migration migration,
        RealtimeSource source,
        RealtimeDestination destination,
        List<TableMapping> mappings,
        RealtimeSettings settings,
        Remarks remarks)
        implements Job {
    /** Copies the list and checks that it is not empty. */
    public RealtimeJob {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(migration);
        Objects.requireNonNull(source);
        Objects.requireNonNull(destination);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(remarks);
        mappings = List.copyOf(mappings);
        if (mappings.isEmpty()) {
            throw new IllegalArgumentException("a real-time job needs a mapping");
        }
    }

    /** Returns the mapping that a table of the source belongs to: the first that chooses it, or none. */
    public Optional<TableMapping> mappingOf(String database, TableName table) {
        return mappings.stream()
                .filter(mapping -> mapping.selection().matches(database, table.schema(), table.table()))
                .findFirst();
    }

    /** Returns whether a rule of the mapping that a table of the source belongs to names it itself, and not by a pattern. */
    public boolean names(String database, TableName table) {
        return mappingOf(database, table)
                .filter(mapping -> mapping.selection().names(table.table()))
                .isPresent();
    }

    @Override
    public String name() {
        return identity.name();
    }

    @Override
    public List<Note> notes() {
        return remarks.notes();
    }

    @Override
    public Map<String, String> variables() {
        return remarks.variables();
    }
}
