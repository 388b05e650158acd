package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits single rows at a steady rate and watches a table of the destination for them: how long it takes from the moment
 * at which the source is asked to commit a row until another session can see it at the destination. All times are of one
 * clock, that of this process. The destination is asked once a millisecond, so that is how exact they are.
 */
public final class SteadyLoad {
    private static final long GLANCE_NANOS = 1_000_000;
    private static final int WARM_UP_SECONDS = 10;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final long interval;
    private final int warmUp;
    private final long[] sent;
    private final long[] visible;

    private SteadyLoad(int rate, int seconds) {
        this.interval = 1_000_000_000L / rate;
        this.warmUp = rate * WARM_UP_SECONDS;
        this.sent = new long[warmUp + rate * seconds];
        this.visible = new long[sent.length];
    }

    /**
     * Arguments: the JDBC URLs of source and destination, the transactions per second, and for how many seconds. Prints
     * milliseconds with tabs between: the medians, the 95th and the 99th of a hundred.
     */
    public static void main(String[] arguments) throws SQLException, InterruptedException {
        SteadyLoad load = new SteadyLoad(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        try (Connection source = DriverManager.getConnection(arguments[0]);
                Connection destination = DriverManager.getConnection(arguments[1])) {
            load.run(source, destination);
        }
        load.print();
    }

    private void run(Connection source, Connection destination) throws SQLException, InterruptedException {
        Thread writer = new Thread(() -> write(source), "writer");
        writer.start();
        read(destination);
        writer.join();
    }

    private void write(Connection source) {
        try (PreparedStatement insert = source.prepareStatement("INSERT INTO t VALUES (?, clock_timestamp())")) {
            long begin = System.nanoTime();
            for (int i = 0; i < sent.length; i++) {
                LockSupport.parkNanos(begin + i * interval - System.nanoTime());
                insert.setInt(1, i);
                sent[i] = System.nanoTime();
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The source refused a row", e);
        }
    }

    /** Rows come in the order of their numbers, as one session commits them all. */
    private void read(Connection destination) throws SQLException {
        int seen = 0;
        long begin = System.nanoTime();
        long patience = PATIENCE_NANOS + sent.length * interval;
        // A plan that was made while the table was empty would read all of it for ever.
        try (Statement session = destination.createStatement()) {
            session.execute("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off");
        }
        try (PreparedStatement last = destination.prepareStatement("SELECT id FROM t ORDER BY id DESC LIMIT 1")) {
            while (seen < sent.length) {
                try (ResultSet row = last.executeQuery()) {
                    int newest = row.next() ? row.getInt(1) : -1;
                    long now = System.nanoTime();
                    for (; seen <= newest; seen++) {
                        visible[seen] = now;
                    }
                    if (now - begin > patience) {
                        throw new IllegalStateException("Only " + seen + " rows have come");
                    }
                }
                LockSupport.parkNanos(GLANCE_NANOS);
            }
        }
    }

    private void print() {
        double[] millis = new double[sent.length - warmUp];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = (visible[warmUp + i] - sent[warmUp + i]) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%.2f\t%.2f\t%.2f%n",
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.95)],
                millis[(int) (millis.length * 0.99)]);
    }
}
