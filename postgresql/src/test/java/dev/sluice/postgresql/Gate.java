package dev.sluice.postgresql;

import dev.sluice.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An advisory lock at which a statement waits until the test lets it through; see {@link #CONDITION}. */
final class Gate implements AutoCloseable {
    /** A condition that is true, once the gate is open. */
    static final String CONDITION = "pg_advisory_xact_lock_shared(4711) IS NOT NULL";

    /** What the test does while somebody waits. */
    interface Action {
        void run() throws Exception;
    }

    private final TestDatabase database;
    private final Connection keeper;
    private final ExecutorService watcher = Executors.newSingleThreadExecutor();

    /** Closes the gate. */
    Gate(TestDatabase database) throws SQLException {
        this.database = database;
        keeper = database.connect();
        keeper.createStatement().execute("SELECT pg_advisory_lock(4711)");
    }

    /** Does something as soon as somebody waits at the gate, and opens it then, in a thread of its own. */
    Future<?> whenReached(Action action) {
        return watcher.submit(() -> {
            awaitReached(1);
            action.run();
            open();
            return null;
        });
    }

    /** Waits until so many sessions wait at the gate. */
    void awaitReached(int sessions) throws SQLException, InterruptedException {
        awaitLockWaits(database, sessions);
    }

    /** Waits until so many sessions wait for locks in a database. */
    static void awaitLockWaits(TestDatabase database, int sessions) throws SQLException, InterruptedException {
        await(
                database,
                "SELECT count(*) >= " + sessions + " FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()");
    }

    /** Waits until a query of one value gives true; the test's own time limit ends a wait in vain. */
    static void await(TestDatabase database, String condition) throws SQLException, InterruptedException {
        while (!"t".equals(database.value(condition))) {
            database.query("SELECT pg_sleep(0.01)::text");
            if (Thread.interrupted()) {
                throw new InterruptedException(condition);
            }
        }
    }

    /** Lets everybody through. */
    void open() throws SQLException {
        keeper.close();
    }

    @Override
    public void close() throws SQLException {
        watcher.shutdown();
        open();
    }
}
