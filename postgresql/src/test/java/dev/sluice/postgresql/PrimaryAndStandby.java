package dev.sluice.postgresql;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A primary with a standby, whose database {@code shop} is a source, and a destination on another server. */
final class PrimaryAndStandby implements AutoCloseable {
    private static final String SHOP = "shop";
    private static final String STANDBYS_OWN = "hot_standby_feedback = on";

    private final TestingPostgres primary;
    private final TestingPostgres standby;
    private final TestDatabase destination;
    private final ExecutorService activity = Executors.newSingleThreadExecutor();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private volatile boolean closing;

    /** Makes the table {@code t} with 100 rows on both sides; {@code parameters} are the standby's. */
    PrimaryAndStandby(String... parameters) throws SQLException {
        primary = TestingPostgres.builder().config("wal_level", "logical").build();
        primary.createDatabase(SHOP);
        primary().execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
        primary().execute("INSERT INTO t SELECT i, 'first' FROM generate_series(1, 100) i");
        String[] all = new String[parameters.length + 1];
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        all[0] = STANDBYS_OWN;
        standby = primary.newStandby(all);
        destination = TestingPostgres.shared().newDatabase();
        destination.execute("CREATE TABLE t (id int PRIMARY KEY, v text)");
    }

    TestDatabase primary() {
        return primary.database(SHOP);
    }

    TestDatabase standby() {
        return standby.database(SHOP);
    }

    TestDatabase destination() {
        return destination;
    }

    /** Lets the primary write down its transactions again and again, as it does by itself each 15 seconds under load. */
    void writeDownTransactions() {
        writing = CompletableFuture.runAsync(this::writeDownUntilClosing, activity);
    }

    private void writeDownUntilClosing() {
        try {
            while (!closing) {
                primary().value("SELECT pg_log_standby_snapshot()::text || pg_sleep(0.2)::text");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The primary does not write down its transactions", e);
        }
    }

    /** Inserts row after row at the primary, each in a transaction of its own, and at least one. */
    void writeUntil(BooleanSupplier enough) {
        try {
            do {
                primary().execute("INSERT INTO t SELECT max(id) + 1, 'meanwhile' FROM t");
            } while (!enough.getAsBoolean());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count() throws SQLException {
        return Long.parseLong(Objects.requireNonNull(destination.value("SELECT count(*) FROM t")));
    }

    /** Waits until the standby has everything that the primary has. */
    void awaitStandby() throws SQLException {
        String position = Objects.requireNonNull(primary().value("SELECT pg_current_wal_insert_lsn()::text"));
        while (!"t"
                .equals(standby()
                        .value("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn FROM pg_sleep(0.02)", position))) {
            Thread.onSpinWait();
        }
    }

    /** Kills the primary and lets the standby take its place. */
    void failOver() throws SQLException {
        stopWritingDown();
        primary.killNow();
        promote();
    }

    void promote() throws SQLException {
        standby().value("SELECT pg_promote()");
    }

    /** Fails if the writing did. */
    private void stopWritingDown() {
        closing = true;
        activity.shutdown();
        writing.join();
    }

    @Override
    public void close() throws SQLException {
        try (primary;
                standby;
                destination) {
            stopWritingDown();
        }
    }
}
