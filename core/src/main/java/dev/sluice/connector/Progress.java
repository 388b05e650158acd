package dev.sluice.connector;

import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import java.util.Map;
import java.util.Optional;

/**
 * How far a real-time job has come, as its destination knows it for certain.
 *
 * @param position behind the last transaction that is there; empty before the first start
 * @param tables where the first copy of each table that has one stands among the changes; tables whose copy did not end
 *     are left out
 */
public record Progress(Optional<Lsn> position, Map<TableName, Lsn> tables) {
    /** Copies the tables. */
    public Progress {
        tables = Map.copyOf(tables);
    }
}
