package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transactions that are too large for the source's memory, which sends them in blocks while they go on (from version 14 on),
 * beside others. In each script {@code 1:}, {@code 2:} and {@code 3:} are three programs.
 */
final class LargeTransactionsTest {
    private static final String SOME = " SELECT i, 'row ' || i, repeat('x', 50) FROM generate_series";
    private static final String TIMES = """
            AddColumn: {"columns": [
                {"columnName": "at", "columnValueType": "Variable", "columnValue": "EXECUTE_TIME"}]}""";

    /** What a destination is given of a script's transactions while they are in progress. */
    enum InProgress {
        /** All of one at least, and its commit then. */
        KEPT,
        /** A part that it has to roll back. */
        ROLLED_BACK,
        /** The same, where the server does not see in time that it is undone. */
        UNDONE
    }

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private final InProgressCounts counts = new InProgressCounts();
    private RealtimeJobs jobs;
    private Path scratch = Path.of("");

    @BeforeEach
    void makeTables() throws SQLException {
        scratch = folder.resolve("scratch");
        DATABASES.onBoth(
                "CREATE TABLE t (id int PRIMARY KEY, v text, w text)",
                "CREATE TABLE u (id int PRIMARY KEY, v text, w text)",
                "ALTER TABLE t ALTER COLUMN w SET STORAGE EXTERNAL");
        if (Since.isThere(Since.DECODING_MEMORY)) {
            DATABASES
                    .source()
                    .execute("ALTER DATABASE " + DATABASES.source().name() + " SET logical_decoding_work_mem = '64kB'");
        }
        jobs = new RealtimeJobs(TestEndpoint.of(DATABASES.source()), TestEndpoint.of(DATABASES.destination()), scratch);
    }

    private static RealtimeJob job(String settings) {
        return RealtimeJobs.with("large", ".*", settings);
    }

    @AfterEach
    void forget() {
        jobs.forget(job("{}"));
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                script("alone", InProgress.KEPT, "1: BEGIN; INSERT INTO t" + SOME + "(1, 20000) i; COMMIT"),
                script(
                        "behind small ones",
                        InProgress.KEPT,
                        "2: INSERT INTO t VALUES (1, 'a', 'b')",
                        "2: UPDATE t SET v = 'c' WHERE id = 1",
                        "1: BEGIN; UPDATE t SET v = 'd'; INSERT INTO t" + SOME + "(2, 6000) i; COMMIT",
                        "2: UPDATE t SET v = v || 'e' WHERE id < 10"),
                script(
                        "small ones committed meanwhile",
                        InProgress.ROLLED_BACK,
                        "1: BEGIN; INSERT INTO t" + SOME + "(1, 6000) i",
                        "2: INSERT INTO u VALUES (1, 'a', 'b')",
                        "1: INSERT INTO t" + SOME + "(6001, 9000) i; UPDATE t SET v = 'x' WHERE id % 3 = 0",
                        "2: UPDATE u SET v = 'c'",
                        "1: INSERT INTO u" + SOME + "(100, 4000) i; COMMIT",
                        "2: UPDATE t SET v = v || 'e' WHERE id < 10"),
                script(
                        "two at a time, the later one committed first",
                        InProgress.ROLLED_BACK,
                        "1: BEGIN; INSERT INTO t" + SOME + "(1, 6000) i",
                        "2: BEGIN; INSERT INTO u" + SOME + "(1, 6000) i",
                        "1: UPDATE t SET v = 'x' WHERE id < 3000",
                        "2: UPDATE u SET v = 'y' WHERE id > 3000; COMMIT",
                        "1: DELETE FROM t WHERE id % 2 = 0; COMMIT"),
                script(
                        "parts undone",
                        InProgress.ROLLED_BACK,
                        "1: BEGIN; INSERT INTO t" + SOME + "(1, 4000) i; SAVEPOINT a; INSERT INTO t" + SOME
                                + "(4001, 8000) i; ROLLBACK TO a; INSERT INTO t" + SOME
                                + "(4001, 4100) i; SAVEPOINT b; UPDATE t SET v = 'kept'; RELEASE b; COMMIT"),
                script(
                        "undone whole",
                        InProgress.UNDONE,
                        "1: BEGIN; INSERT INTO t" + SOME + "(1, 6000) i",
                        "2: INSERT INTO u VALUES (1, 'a', 'b')",
                        "1: ROLLBACK",
                        "1: INSERT INTO t VALUES (1, 'only', 'one')"),
                script(
                        "a column added in it",
                        InProgress.ROLLED_BACK,
                        "1: BEGIN; INSERT INTO t" + SOME + "(1, 4000) i; ALTER TABLE t ADD COLUMN n int DEFAULT 7;"
                                + " INSERT INTO t SELECT i, 'with', 'n', i FROM generate_series(4001, 8000) i; COMMIT",
                        "1: INSERT INTO t VALUES (9000, 'a', 'b', 9)"),
                script(
                        "a table emptied in it",
                        InProgress.ROLLED_BACK,
                        "2: INSERT INTO t" + SOME + "(1, 100) i",
                        "1: BEGIN; INSERT INTO t" + SOME + "(101, 6000) i; TRUNCATE t; INSERT INTO t" + SOME
                                + "(1, 3000) i; COMMIT"),
                script(
                        "rows changed again and again, their large values unchanged",
                        InProgress.KEPT,
                        "1: INSERT INTO t SELECT i, 'first', repeat(md5(i::text), 200) FROM generate_series(1, 300) i",
                        "1: BEGIN; UPDATE t SET v = 'a'; UPDATE t SET id = id + 1000; UPDATE t SET id = id - 1000;"
                                + " DELETE FROM t WHERE id > 250; INSERT INTO t" + SOME + "(251, 3000) i; COMMIT"),
                script(
                        "three, mixed with messages and one that never ends",
                        InProgress.ROLLED_BACK,
                        "3: BEGIN; INSERT INTO u" + SOME + "(50001, 56000) i",
                        "1: BEGIN; INSERT INTO t" + SOME + "(1, 6000) i",
                        "2: SELECT pg_logical_emit_message(false, 'somebody', repeat('m', 1000))",
                        "1: SELECT pg_logical_emit_message(true, 'somebody', repeat('m', 1000)); INSERT INTO t" + SOME
                                + "(6001, 9000) i",
                        "2: BEGIN; INSERT INTO u" + SOME + "(1, 6000) i; COMMIT",
                        "1: COMMIT"));
    }

    private static Arguments script(String name, InProgress seen, String... steps) {
        return Arguments.of(name, seen, List.of(steps));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void areTheSameAtTheDestination(String name, InProgress seen, List<String> steps) throws Exception {
        followed("{}", steps);

        boolean streamed = seen != InProgress.UNDONE || !Since.isThere(Since.UNDONE_SKIPPED);
        if (!streamed || !Since.isThere(Since.STREAMED_TRANSACTIONS)) {
            assertNothingInProgress();
        } else if (seen == InProgress.KEPT) {
            assertThat(counts.changes()).isPositive();
            assertThat(scratch).isEmptyDirectory();
        } else {
            assertThat(counts.rollbacks()).isPositive();
            assertThat(scratch).isEmptyDirectory();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void areTheSameWhereTheSourceKeepsThem(String name, InProgress seen, List<String> steps) throws Exception {
        followed("{\"RuntimeSettings\": [{\"Name\": \"sluice.large.transactions\", \"Value\": \"source\"}]}", steps);

        assertNothingInProgress();
    }

    /** The folder is made with the first file in it. */
    private void assertNothingInProgress() {
        assertThat(counts.changes()).isZero();
        assertThat(counts.rollbacks()).isZero();
        assertThat(scratch).doesNotExist();
    }

    /** When a row was changed is known at the commit only. */
    @Test
    void saysWhenRowsWereCommitted() throws Exception {
        RealtimeJob job = RealtimeJobs.ruled("large", ".*", "none", TIMES);
        DATABASES.destination().execute("ALTER TABLE t ADD COLUMN at bigint", "ALTER TABLE u ADD COLUMN at bigint");
        jobs.catchUp(job);
        try (Connection connection = DATABASES.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN; INSERT INTO t" + SOME + "(1, 20000) i; COMMIT");
        }
        jobs.catchUp(job);

        assertThat(DATABASES.text(
                        "SELECT count(*) || ' ' || count(DISTINCT at) || ' ' || bool_and(at > 1700000000000) FROM t"))
                .isEqualTo("20000 1 true");
    }

    /** The others have no such column, and take transactions while they are in progress. */
    @Test
    void saysWhenRowsOfATableWereCommittedThatCameWhileItJoined() throws Exception {
        RealtimeJob job = RealtimeJobs.ruled("large", "u", "t", TIMES);
        DATABASES.source().execute("DROP TABLE u");
        DATABASES.destination().execute("ALTER TABLE u ADD COLUMN at bigint");
        jobs.catchUp(job);
        try (Running run = Running.live(jobs.run(job, RunPlan.Until.STOPPED));
                Connection locker = DATABASES.destination().connect();
                Statement lock = locker.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE u IN EXCLUSIVE MODE");
            DATABASES
                    .source()
                    .execute(
                            "CREATE TABLE u (id int PRIMARY KEY, v text, w text)",
                            "INSERT INTO u VALUES (0, 'copied', '')");
            run.await(DATABASES.destination(), """
                    EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                               AND wait_event_type = 'Lock' AND query LIKE 'COPY%')""");
            DATABASES.source().execute("INSERT INTO u" + SOME + "(1, 20000) i");
            String behind = DATABASES.source().value("SELECT pg_current_wal_insert_lsn()");
            run.await(
                    DATABASES.destination(), "position >= '" + behind + "' FROM sluice_progress WHERE table_name = ''");
            lock.execute("ROLLBACK");
            run.await(DATABASES.destination(), "count(*) = 20001 FROM u");
        }

        assertThat(DATABASES.count("u WHERE at > 1700000000000")).isEqualTo(20001);
    }

    /** The stream tells of rows in which part of a transaction they changed, and of DDL it does not. */
    @ParameterizedTest
    @ValueSource(strings = {"DROP COLUMN v", "ADD COLUMN n int DEFAULT 7", "RENAME COLUMN v TO z"})
    void areWithoutTheDdlThatWasUndoneInThem(String change) throws Exception {
        Since.assume(Since.STREAMED_TRANSACTIONS);
        RealtimeJob job = job("{\"DdlHandlingSettings\": [{\"Type\": \"DropColumn\", \"Action\": \"Normal\"}]}");
        try (Running run = Running.live(jobs.run(job, RunPlan.Until.STOPPED, () -> counts.counted(jobs.sink(job))));
                Connection program = DATABASES.source().connect();
                Statement statement = program.createStatement()) {
            statement.execute("BEGIN; INSERT INTO t" + SOME + "(1, 4000) i; SAVEPOINT a; ALTER TABLE t " + change
                    + "; INSERT INTO t (id, w) SELECT i, repeat('x', 50) FROM generate_series(4001, 8000) i");
            run.await(() -> counts.rollbacks() > 0);
            statement.execute("ROLLBACK TO a; INSERT INTO t" + SOME + "(8001, 8010) i; COMMIT");
            statement.execute("INSERT INTO t" + SOME + "(8011, 8020) i");
            run.await(DATABASES.destination(), "count(*) = 4020 FROM t");
        }

        DATABASES.assertSame("t");
    }

    /** Followed twice, the second time from where the first run ended: in the midst of what has not ended. */
    private void followed(String settings, List<String> steps) throws Exception {
        if (steps.stream().anyMatch(step -> step.contains("TRUNCATE"))) {
            Since.assume(Since.PUBLISHED_TRUNCATE);
        }
        RealtimeJob job = job(settings);
        jobs.catchUp(job);
        try (Connection first = DATABASES.source().connect();
                Connection second = DATABASES.source().connect();
                Connection third = DATABASES.source().connect()) {
            List<Connection> programs = List.of(first, second, third);
            for (String step : steps) {
                try (Statement statement = programs.get(step.charAt(0) - '1').createStatement()) {
                    statement.execute(step.substring(2));
                }
            }
            catchUpCounted(job);
            DATABASES.assertSame("t");
            DATABASES.assertSame("u");
            third.createStatement().execute("COMMIT");
            catchUpCounted(job);
            DATABASES.assertSame("u");
        }
    }

    private void catchUpCounted(RealtimeJob job) {
        assertThat(jobs.run(job, RunPlan.Until.CAUGHT_UP, () -> counts.counted(jobs.sink(job)))
                        .run()
                        .error())
                .isEmpty();
    }
}
