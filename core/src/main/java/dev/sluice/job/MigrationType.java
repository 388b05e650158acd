package dev.sluice.job;

/** Which rows a real-time job brings over, its {@code MigrationType}. */
public enum MigrationType {
    /** All rows, then every change. */
    FULL_AND_REALTIME("FullAndRealtimeIncremental"),
    /** Every change from the job's first start on; the rows that are there already are not copied. */
    REALTIME("RealtimeIncremental"),
    /** All rows, once. */
    FULL("Full"),
    /** The rows that meet the {@code DefineIncrementalCondition} of their tables, at every run. */
    OFFLINE_INCREMENTAL("OfflineIncremental"),
    /** All rows at the first run, those that meet the condition at the later ones. */
    FULL_AND_OFFLINE_INCREMENTAL("FullAndOfflineIncremental");

    private final String spelling;

    MigrationType(String spelling) {
        this.spelling = spelling;
    }

    /** Returns whether the job begins with a copy of all rows. */
    public boolean copiesAllRows() {
        return this == FULL_AND_REALTIME || this == FULL || this == FULL_AND_OFFLINE_INCREMENTAL;
    }

    /** Returns whether the job follows the changes by logical replication. */
    public boolean followsChanges() {
        return this == FULL_AND_REALTIME || this == REALTIME;
    }

    /** Returns whether runs of the job copy the rows that meet a condition. */
    public boolean copiesIncrements() {
        return this == OFFLINE_INCREMENTAL || this == FULL_AND_OFFLINE_INCREMENTAL;
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
