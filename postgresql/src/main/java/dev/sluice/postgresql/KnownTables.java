package dev.sluice.postgresql;

import dev.sluice.job.TableName;
import java.util.HashMap;
import java.util.Map;

/**
 * The tables that a destination follows, as the definitions tell that it has.
 *
 * @param definitions what {@link Definitions} wrote, by the names that the destination knows the tables by
 * @param names these names, by the tables' object identifiers
 * @param partitions the partitions whose rows the destination has, or gets by changes, of tables that have some
 */
record KnownTables(
        Map<TableName, String> definitions, Map<Long, TableName> names, Map<TableName, Partitions> partitions) {
    static final KnownTables NONE = new KnownTables(Map.of(), Map.of(), Map.of());

    KnownTables {
        definitions = Map.copyOf(definitions);
        names = Map.copyOf(names);
        partitions = Map.copyOf(partitions);
    }

    Partitions partitions(TableName table) {
        return partitions.getOrDefault(table, Partitions.NONE);
    }

    /** Returns the tables that partitions belong to, by the partitions' object identifiers. */
    Map<Long, TableName> tablesOfPartitions() {
        Map<Long, TableName> tables = new HashMap<>();
        partitions.forEach((table, own) -> own.all().keySet().forEach(oid -> tables.put(oid, table)));
        return tables;
    }
}
