package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All channels read the rows of one instant, whatever happens to the source meanwhile. */
final class SnapshotTest {
    private static final int ROWS = 5000;
    /** Amounts are moved between the rows up to this one, those behind it are replaced. */
    private static final int MOVED = 4000;

    private static final String BEFORE = "SELECT i, 100, repeat('x', 100) FROM generate_series(1, " + ROWS + ") i";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTable() throws SQLException {
        databases.onBoth("CREATE TABLE t (id bigint PRIMARY KEY, amount int, filler text)");
        databases.source().execute("INSERT INTO t " + BEFORE);
    }

    @ParameterizedTest
    @CsvSource({"id", "amount", ","})
    void whatCommitsAfterThePlanIsNotRead(String splitPk) throws SQLException {
        TestJob job = databases
                .job()
                .table("t")
                .channels(4)
                .whenPlanned(() -> databases
                        .source()
                        .execute(
                                "INSERT INTO t VALUES (-1, 0, 'below'), (1000000, 0, 'above')",
                                "INSERT INTO t SELECT i + 20000, 0, 'more' FROM generate_series(1, 5000) i",
                                "UPDATE t SET amount = 0, id = id + 10000 WHERE id % 2 = 0 AND id <= 5000",
                                "DELETE FROM t WHERE id % 3 = 0",
                                "VACUUM t"));

        databases.succeed(splitPk == null ? job : job.splitPk(splitPk));

        databases.assertSame("(" + BEFORE + ")", "t");
    }

    @ParameterizedTest
    @CsvSource({"id", ","})
    void withoutASharedSnapshotNewRowsAreReadToo(String splitPk) throws SQLException {
        TestJob job = databases
                .job()
                .table("t")
                .channels(4)
                .consistency(Consistency.NONE)
                .whenPlanned(() -> databases
                        .source()
                        .execute(
                                "INSERT INTO t VALUES (-1, 0, 'below'), (1000000, 0, 'above')",
                                "INSERT INTO t SELECT i + 20000, 0, 'more' FROM generate_series(1, 5000) i"));

        databases.succeed(splitPk == null ? job : job.splitPk(splitPk));

        databases.assertSame("t");
        assertThat(databases.count("t")).isEqualTo(10002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "q"})
    void aTableInUseIsReadAsOfOneInstant(String kind) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(3);
        ExecutorService writers = Executors.newCachedThreadPool();
        List<Future<?>> futures = new ArrayList<>();
        futures.add(writers.submit(() -> move(done, running, 1)));
        futures.add(writers.submit(() -> move(done, running, 7)));
        futures.add(writers.submit(() -> replace(done, running)));
        running.await();
        TestJob job = databases.job().table("t").channels(4);
        if (kind.equals("q")) {
            job.queries("SELECT * FROM t").splitPk("id");
        }

        RunReport report = job.run();

        done.set(true);
        for (Future<?> future : futures) {
            future.get();
        }
        writers.shutdown();
        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(databases.text("SELECT sum(amount) || ' ' || count(*) || ' ' || count(DISTINCT id) FROM t"))
                .isEqualTo(ROWS * 100 + " " + ROWS + " " + ROWS);
    }

    /** Moves amounts between distant rows, so that the sum stays. */
    private static Void move(AtomicBoolean done, CountDownLatch running, int step) throws SQLException {
        try (Connection connection = databases.source().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = step; !done.get(); i = (i + step) % (MOVED / 2)) {
                statement.execute("UPDATE t SET amount = amount - 1 WHERE id = " + (i + 1));
                statement.execute("UPDATE t SET amount = amount + 1 WHERE id = " + (MOVED - i));
                connection.commit();
                running.countDown();
            }
        }
        return null;
    }

    /** Replaces rows by others far away, so that count and sum stay. */
    private static Void replace(AtomicBoolean done, CountDownLatch running) throws SQLException {
        try (Connection connection = databases.source().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = MOVED + 1; !done.get(); i++) {
                statement.execute("DELETE FROM t WHERE id = " + i);
                statement.execute("INSERT INTO t VALUES (" + (i + ROWS - MOVED) + ", 100, 'new')");
                connection.commit();
                running.countDown();
            }
        }
        return null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM FULL t",
                "TRUNCATE t",
                "ALTER TABLE t ALTER amount TYPE bigint",
                "ALTER TABLE t DROP COLUMN filler",
                "DROP TABLE t"
            })
    void changesOfTheTableWait(String ddl) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        List<Future<?>> change = new ArrayList<>();
        TestJob job = databases.job().table("t").channels(4).whenPlanned(() -> {
            change.add(other.submit(() -> {
                databases.source().execute(ddl);
                return null;
            }));
            awaitLockWait();
        });

        databases.succeed(job);

        change.get(0).get();
        other.shutdown();
        databases.assertSame("(" + BEFORE + ")", "t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ALTER amount TYPE int USING amount + 1",
                "TRUNCATE t; INSERT INTO t VALUES (1, 2, 'new')",
                "CLUSTER t USING t_pkey",
                "DROP TABLE t; CREATE TABLE t (id bigint, amount int, filler text); INSERT INTO t VALUES (1, 2, 'new')"
            })
    void aChangeThatIsUnderWayIsWaitedFor(String ddl) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        List<Future<?>> commit = new ArrayList<>();
        TestJob job = databases.job().table("t").channels(4).whenChecked(() -> {
            Connection connection = databases.source().connect();
            connection.setAutoCommit(false);
            connection.createStatement().execute(ddl);
            commit.add(other.submit(() -> {
                try (connection) {
                    awaitLockWait();
                    connection.commit();
                }
                return null;
            }));
        });

        databases.succeed(job);

        commit.get(0).get();
        other.shutdown();
        databases.assertSame("t");
    }

    @Test
    void aChangeOfTheColumnsMeanwhileIsSaid() throws SQLException {
        RunReport report = databases
                .job()
                .table("t")
                .whenChecked(() -> databases.source().execute("ALTER TABLE t ALTER amount TYPE bigint"))
                .run();

        assertThat(report.status()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(report.error())
                .get()
                .asString()
                .contains("The columns of public.t were changed while the run began");
    }

    private static void awaitLockWait() throws SQLException {
        String waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        while ("0".equals(databases.source().value(waiting))) {
            databases.source().query("SELECT pg_sleep(0.01)::text");
        }
    }

    @Test
    void readingLeavesNoTransactionBehind() throws SQLException {
        databases.succeed(databases.job().table("t").channels(4));

        assertThat(databases
                        .source()
                        .value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sluice'"
                                + " AND datname = current_database()"))
                .isEqualTo("0");
    }
}
