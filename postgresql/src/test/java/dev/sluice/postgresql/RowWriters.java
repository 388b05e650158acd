package dev.sluice.postgresql;

import dev.sluice.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Programs that change rows of the tables {@code t_a} and {@code t_b} all the time, whose columns {@code id} and {@code v}
 * stay as they are. Used by one thread.
 */
final class RowWriters implements AutoCloseable {
    private static final long SEED = Long.getLong("ddl.seed", 1);
    private static final int KEYS = 1_000_000;

    /** A deadlock with the DDL, and a key that is there already. */
    private static final Set<String> OUT_OF_LUCK = Set.of("40P01", "23505");

    private final TestDatabase database;
    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicLong written = new AtomicLong();

    private RowWriters(TestDatabase database, int writers) {
        this.database = database;
        this.threads = Executors.newFixedThreadPool(writers);
    }

    /** Starts so many of them. */
    static RowWriters start(TestDatabase database, int writers) {
        RowWriters all = new RowWriters(database, writers);
        for (int writer = 1; writer <= writers; writer++) {
            int first = writer * KEYS;
            Random random = new Random(SEED + writer);
            all.running.add(all.threads.submit(() -> {
                all.write(first, random);
                return null;
            }));
        }
        return all;
    }

    private void write(int first, Random random) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int key = first; !stopping.get(); key++) {
                try {
                    statement.execute("BEGIN; " + change(key, random) + "; COMMIT");
                } catch (SQLException e) {
                    if (!OUT_OF_LUCK.contains(e.getSQLState())) {
                        throw e;
                    }
                    statement.execute("ROLLBACK");
                }
                written.incrementAndGet();
            }
        }
    }

    private static String change(int key, Random random) {
        int old = 1 + random.nextInt(2000);
        return switch (random.nextInt(8)) {
            case 0 -> "UPDATE t_a SET id = -" + key + " WHERE id = " + old;
            case 1 -> "DELETE FROM t_a WHERE id = " + old;
            case 2 -> "UPDATE t_a SET v = 'changed by ' || " + key + " WHERE id BETWEEN " + old + " AND " + (old + 20);
            case 3 -> "DELETE FROM t_b WHERE id % 50 = " + random.nextInt(50);
            case 4 -> "SAVEPOINT s; DELETE FROM t_b; ROLLBACK TO s; INSERT INTO t_b (id, v) VALUES (" + key + ", 'b')";
            case 5 -> "UPDATE t_b SET v = v || '!' WHERE id % 9 = " + random.nextInt(9);
            default ->
                "INSERT INTO t_a (id, v) VALUES (" + key + ", 'new'); INSERT INTO t_b (id, v) VALUES (" + key
                        + ", 'both')";
        };
    }

    /** Returns how many transactions they have ended. */
    long written() {
        if (running.stream().anyMatch(Future::isDone)) {
            throw new AssertionError("a writer has ended");
        }
        return written.get();
    }

    /** Lets each end its transaction, and fails as they did. */
    void stop() throws Exception {
        stopping.set(true);
        for (Future<?> writer : running) {
            writer.get();
        }
    }

    /** Ends them wherever they are. */
    @Override
    public void close() {
        stopping.set(true);
        threads.shutdownNow();
    }
}
