package dev.sluice.realtime;

import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.util.Map;
import java.util.Optional;

/**
 * Wants the changes of tables that have their first copy, and that are neither in it nor at the destination already.
 *
 * @param progress how far the destination is
 * @param arriving tables that were copied beside the others, which are ahead of them
 * @param acceptsInProgress whether the destination can roll changes back
 */
record CopiedTables(Progress progress, Optional<Arrival> arriving, boolean acceptsInProgress) implements ChangeFilter {
    /**
     * Tables that were copied and have to come to where the others are.
     *
     * @param from where their copy stands among the changes
     * @param until where the others are
     * @param definitions how the source defined them there
     */
    record Arrival(Lsn from, Lsn until, Map<TableName, TableDefinition> definitions) {
        Arrival {
            definitions = Map.copyOf(definitions);
        }
    }

    /** What was committed before a table's copy was taken is in the copy. */
    @Override
    public boolean wants(TableName table, Lsn position) {
        if (arriving.isPresent() && arriving.get().definitions().containsKey(table)) {
            return !position.isBefore(arriving.get().from());
        }
        Lsn copy = progress.tables().get(table);
        return copy != null
                && !position.isBefore(copy)
                && !position.isBefore(progress.position().orElse(Lsn.NONE));
    }

    @Override
    public Map<TableName, String> definitions() {
        Map<TableName, String> all = progress.followed();
        arriving.ifPresent(
                arrival -> arrival.definitions().forEach((table, definition) -> all.put(table, definition.text())));
        return all;
    }
}
