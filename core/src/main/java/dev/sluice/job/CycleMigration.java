package dev.sluice.job;

/** What the later runs of a job that does not follow changes do, {@code CycleMigrationType}. */
public enum CycleMigration {
    /** They copy all rows again. */
    FULL("Full"),
    /** They copy the rows that meet the condition of their tables. */
    OFFLINE_INCREMENTAL("OfflineIncremental");

    private final String spelling;

    CycleMigration(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
