package dev.sluice.job;

import java.util.Arrays;
import java.util.List;

/** What a real-time job file is about, its {@code JobType}. */
public enum JobType {
    /** One table, copied and followed. */
    SINGLE_TABLE_REALTIME("SingleTableRealtimeMigration"),
    /** Any number of tables, copied and followed. */
    DATABASE_REALTIME("DatabaseRealtimeMigration"),
    /** Any number of tables, copied without being followed. */
    DATABASE_OFFLINE("DatabaseOfflineMigration");

    private final String spelling;

    JobType(String spelling) {
        this.spelling = spelling;
    }

    /** Returns whether jobs of this type can migrate so: those that are named for real time follow changes, the other ones do not. */
    public boolean fits(MigrationType migration) {
        return migration.followsChanges() == (this != DATABASE_OFFLINE);
    }

    /** Returns the ways in which jobs of this type can migrate. */
    List<MigrationType> migrations() {
        return Arrays.stream(MigrationType.values()).filter(this::fits).toList();
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
