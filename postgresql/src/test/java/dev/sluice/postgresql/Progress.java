package dev.sluice.postgresql;

import dev.sluice.testkit.TestDatabase;

/** How far work gets that a contract cancels. */
enum Progress {
    /** It goes on and on. */
    RUNS,
    /** It soon waits at the {@link Gate} of the database. */
    STANDS_STILL;

    void await(TestDatabase database) throws Exception {
        if (this == STANDS_STILL) {
            Gate.awaitLockWaits(database, 1);
        }
    }

    /** Waits until nobody of ours is connected to a database. */
    static void awaitNobody(TestDatabase database) throws Exception {
        Gate.await(
                database,
                "SELECT count(*) = 0 FROM pg_stat_activity"
                        + " WHERE application_name = 'sluice' AND datname = current_database()");
    }
}
