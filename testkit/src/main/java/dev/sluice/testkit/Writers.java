package dev.sluice.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Programs that write to a database at the same time, each a given number of transactions by chance, or until they are told
 * to stop: transfers between accounts, orders with their items, histories without a key, keys that change, large values,
 * savepoints, TRUNCATE and many rows at once. Used by one thread.
 */
public final class Writers implements AutoCloseable {
    /** Tables whose rows are compared at the end. */
    public static final List<String> TABLES =
            List.of("account", "history", "orders", "item", "wide", "moving", "scratch");

    /** What is true after every transaction: money is neither made nor lost, and every order has its items. */
    public static final String INVARIANT = """
            SELECT (SELECT sum(balance) FROM account)
                   || ' ' || (SELECT count(*) FROM orders o
                               WHERE items <> (SELECT count(*) FROM item i WHERE i.order_id = o.id))""";

    private static final String[] DEFINITIONS = {
        "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL)",
        "CREATE TABLE history (account int, delta int, note text)",
        "CREATE TABLE orders (id bigint PRIMARY KEY, items int NOT NULL)",
        "CREATE TABLE item (order_id bigint REFERENCES orders ON DELETE CASCADE, line int, v numeric, PRIMARY KEY (order_id, line))",
        "CREATE TABLE wide (id int PRIMARY KEY, n int, large text, more bytea)",
        "CREATE TABLE moving (id int NOT NULL, at timestamptz NOT NULL DEFAULT now(), v text[])",
        "CREATE UNIQUE INDEX moving_key ON moving (id)",
        "CREATE TABLE scratch (id int PRIMARY KEY, v float8)"
    };

    private static final String DELETE = "DELETE FROM scratch";

    /** From there on TRUNCATE is published. */
    private static final int PUBLISHED_TRUNCATE = 11;

    private static final int ACCOUNTS = 200;
    private static final int ROWS_AT_ONCE = 3000;

    private final TestDatabase database;
    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Writers(TestDatabase database, int writers) {
        this.database = database;
        this.threads = Executors.newFixedThreadPool(writers);
    }

    /** Makes the tables on both sides, and the first rows at the source. */
    public static void prepare(TestDatabase source, TestDatabase destination) throws SQLException {
        source.execute(DEFINITIONS);
        destination.execute(DEFINITIONS);
        source.execute(
                "ALTER TABLE history REPLICA IDENTITY FULL",
                "ALTER TABLE moving REPLICA IDENTITY USING INDEX moving_key",
                "ALTER TABLE wide ALTER large SET STORAGE EXTERNAL",
                "INSERT INTO account SELECT i, 1000 FROM generate_series(1, " + ACCOUNTS + ") i",
                "INSERT INTO wide SELECT i, 0, repeat(md5(i::text), 200), decode(md5(i::text), 'hex')"
                        + " FROM generate_series(1, 300) i",
                "INSERT INTO moving SELECT i FROM generate_series(1, 500) i");
    }

    /**
     * Starts {@code writers} of them, who write until they are told to stop. They empty no table by TRUNCATE: so often, a
     * first copy of the table would find no time in between.
     */
    public static Writers start(TestDatabase database, int writers, long seed) {
        return start(database, writers, Integer.MAX_VALUE, seed, DELETE);
    }

    /** Starts {@code writers} of them with {@code transactions} each; the same seed makes the same programs. */
    public static Writers start(TestDatabase database, int writers, int transactions, long seed) {
        String emptying = database.server().version() >= PUBLISHED_TRUNCATE ? "TRUNCATE scratch" : DELETE;
        return start(database, writers, transactions, seed, emptying);
    }

    private static Writers start(TestDatabase database, int writers, int transactions, long seed, String emptying) {
        Writers all = new Writers(database, writers);
        for (int writer = 0; writer < writers; writer++) {
            Program program = new Program(new Random(seed + writer), (writer + 1) * 1_000_000, emptying);
            all.running.add(all.threads.submit(() -> {
                program.write(all.database, transactions, all.stopping);
                return null;
            }));
        }
        return all;
    }

    /** Returns whether all of them have ended. */
    public boolean isDone() {
        return running.stream().allMatch(Future::isDone);
    }

    /** Lets each end its transaction and write no more, and waits for all of them; fails as they did. */
    public void stop() throws Exception {
        stopping.set(true);
        await();
    }

    /** Waits for all of them; fails as they did. */
    public void await() throws Exception {
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

    /** One program: its keys of new rows begin at a number of its own. */
    private static final class Program {
        private final Random random;
        private final String emptied;
        private int next;

        Program(Random random, int first, String emptied) {
            this.random = random;
            this.next = first;
            this.emptied = emptied;
        }

        void write(TestDatabase database, int transactions, AtomicBoolean stopping) throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < transactions && !stopping.get(); i++) {
                    write(statement, body());
                }
            }
        }

        /** Who loses against others leaves it at that. */
        private static void write(Statement statement, String body) throws SQLException {
            try {
                statement.execute("BEGIN; " + body + "; COMMIT");
            } catch (SQLException e) {
                if (!"40P01".equals(e.getSQLState())) {
                    throw e;
                }
                statement.execute("ROLLBACK");
            }
        }

        /** Accounts are locked in one order, lest two transfers wait for each other. */
        private String body() {
            return switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5 -> transfer();
                case 6, 7, 8 -> order();
                case 9 ->
                    "DELETE FROM orders WHERE id = (SELECT min(id) FROM orders WHERE id / 1000000 = " + next / 1_000_000
                            + ")";
                case 10, 11 -> large();
                case 12 ->
                    "UPDATE moving SET id = " + keys(1)
                            + ", v = '{a,NULL}' WHERE id = (SELECT id FROM moving WHERE id % 7 = " + random.nextInt(7)
                            + " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)";
                case 13 -> undone();
                case 14 ->
                    "DELETE FROM history WHERE ctid IN (SELECT ctid FROM history WHERE delta = " + random.nextInt(10)
                            + " ORDER BY ctid LIMIT 3 FOR UPDATE SKIP LOCKED)";
                case 15 -> "INSERT INTO scratch SELECT " + keys(50) + " + i, random() FROM generate_series(1, 50) i";
                case 16 -> random.nextInt(5) == 0 ? emptied : transfer();
                case 17 -> random.nextInt(10) == 0 ? many() : order();
                default -> history();
            };
        }

        private int keys(int count) {
            int first = next;
            next += count;
            return first;
        }

        private String transfer() {
            int one = 1 + random.nextInt(ACCOUNTS);
            int other = 1 + random.nextInt(ACCOUNTS);
            int amount = random.nextInt(10);
            return "UPDATE account SET balance = balance + CASE id WHEN " + Math.min(one, other) + " THEN " + amount
                    + " ELSE " + -amount + " END WHERE id IN (SELECT id FROM account WHERE id IN (" + one + ", " + other
                    + ") AND " + one + " <> " + other + " ORDER BY id FOR UPDATE); " + history();
        }

        private String history() {
            return "INSERT INTO history VALUES (" + random.nextInt(5) + ", " + random.nextInt(10) + ", "
                    + (random.nextBoolean() ? "NULL" : "'alike'") + ")";
        }

        private String order() {
            int id = keys(1);
            int items = random.nextInt(6);
            return "INSERT INTO orders VALUES (" + id + ", " + items + "); INSERT INTO item SELECT " + id
                    + ", i, i / 3.0 FROM generate_series(1, " + items + ") i";
        }

        private String large() {
            int id = 1 + random.nextInt(300);
            return random.nextInt(4) == 0
                    ? "UPDATE wide SET large = repeat(md5(random()::text), 300) WHERE id = " + id
                    : "UPDATE wide SET n = n + 1 WHERE id = " + id
                            + "; UPDATE wide SET n = n + 1, more = '\\x00' WHERE id = " + id;
        }

        private String undone() {
            return order() + "; SAVEPOINT s; DELETE FROM orders; UPDATE account SET balance = 0 WHERE id = 1;"
                    + " ROLLBACK TO s; SAVEPOINT s; " + history() + "; RELEASE s";
        }

        private String many() {
            return "INSERT INTO orders SELECT " + keys(ROWS_AT_ONCE) + " + i, 0 FROM generate_series(0, "
                    + (ROWS_AT_ONCE - 1) + ") i; " + history();
        }
    }
}
