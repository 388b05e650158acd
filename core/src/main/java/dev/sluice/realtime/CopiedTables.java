package dev.sluice.realtime;

import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.util.Map;

/** Wants the changes of tables that have their first copy, and that are not in it. */
record CopiedTables(Progress progress) implements ChangeFilter {
    /** What was committed before a table's copy was taken is in the copy. */
    @Override
    public boolean wants(TableName table, Lsn position) {
        Lsn copy = progress.tables().get(table);
        return copy != null && !position.isBefore(copy);
    }

    @Override
    public Map<TableName, String> definitions() {
        return progress.definitions();
    }
}
