package dev.sluice.connector;

import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a real-time job has come, as its destination knows it for certain.
 *
 * @param position behind the last transaction that is there; empty before the first start
 * @param tables where the first copy of each table that has one stands among the changes; tables whose copy did not end
 *     are left out
 * @param definitions how the source defines the tables as far as the destination has followed, as the source wrote it; those
 *     too whose copy did not end
 * @param unended tables whose copy has begun, or is to begin since the job did, and has not ended
 */
public record Progress(
        Optional<Lsn> position,
        Map<TableName, Lsn> tables,
        Map<TableName, String> definitions,
        Set<TableName> unended) {
    /** What is left to do where nobody knows any more what the destination has. */
    public static final String BEGIN_ANEW =
            "Drop the job (sluice drop FILE), empty its tables or set dst.offline.truncate, and"
                    + " start it: a new first copy";

    /** Copies the maps. */
    public Progress {
        tables = Map.copyOf(tables);
        definitions = Map.copyOf(definitions);
        unended = Set.copyOf(unended);
    }

    /** Returns the progress of which every copy that did not end has a definition. */
    public Progress(Optional<Lsn> position, Map<TableName, Lsn> tables, Map<TableName, String> definitions) {
        this(position, tables, definitions, without(definitions.keySet(), tables.keySet()));
    }

    /** Returns the definitions of tables that have their copy: what was left of another may have another name by now. */
    public Map<TableName, String> followed() {
        Map<TableName, String> followed = new HashMap<>(definitions);
        followed.keySet().retainAll(tables.keySet());
        return followed;
    }

    private static Set<TableName> without(Set<TableName> tables, Set<TableName> others) {
        Set<TableName> rest = new HashSet<>(tables);
        rest.removeAll(others);
        return rest;
    }

    /** Returns the progress of a destination that does not follow definitions. */
    public Progress(Optional<Lsn> position, Map<TableName, Lsn> tables) {
        this(position, tables, Map.of());
    }
}
