package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which tables of a destination take the rows of a job's tables, as its mappings say. Thread-safe. */
final class Routes {
    private final RealtimeJob job;
    private final Map<TableName, TableName> known = new ConcurrentHashMap<>();
    private volatile String database = "";

    Routes(RealtimeJob job) {
        this.job = job;
    }

    /** Takes note of tables of the source that the job chooses; they are all of one database. */
    void add(List<SourceTable> tables) {
        for (SourceTable table : tables) {
            database = table.database();
            of(table.name());
        }
    }

    /** Returns the name of the source's database; empty as long as no table of it is known. */
    String database() {
        return database;
    }

    /** Returns the destination's table for one of the source's. */
    TableName of(TableName table) {
        return known.computeIfAbsent(
                table,
                name -> job.mappingOf(database, name)
                        .orElseThrow(() -> new IllegalStateException(name + " is not chosen"))
                        .renaming()
                        .destinationOf(job.source().dataSource(), database, name.schema(), name.table()));
    }

    /** Returns whether the job chooses a table of the source. */
    boolean has(TableName table) {
        return job.mappingOf(database, table).isPresent();
    }

    /** Returns what is known by now, tables that come later too: the destination's table for each of the source's. */
    Map<TableName, TableName> known() {
        return known;
    }

    /** Returns what the job's rules say of the changes of a table of the source. */
    AppliedRules rules(TableName table) {
        return AppliedRules.of(job.mappingOf(database, table));
    }
}
