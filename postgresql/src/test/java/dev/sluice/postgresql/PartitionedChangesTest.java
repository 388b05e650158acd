package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes of partitioned tables, which go to whatever table the destination has. */
final class PartitionedChangesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final RealtimeJob job = RealtimeJobs.job("parts", "t");

    @BeforeEach
    void makePartitions() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (day date NOT NULL, id int NOT NULL, v text) PARTITION BY RANGE (day)",
                        "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                        "CREATE TABLE t_2 (v text, id int NOT NULL, day date NOT NULL)",
                        "ALTER TABLE t ATTACH PARTITION t_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
                        "ALTER TABLE t_1 ADD PRIMARY KEY (day, id)",
                        "ALTER TABLE t_2 ADD PRIMARY KEY (day, id)",
                        "INSERT INTO t SELECT '2026-01-01'::date + i, i, 'first' FROM generate_series(0, 50) i");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id int NOT NULL, v text, day date NOT NULL, PRIMARY KEY (day, id))",
                "CREATE TABLE t (day date NOT NULL, id int NOT NULL, v text) PARTITION BY LIST (id);"
                        + "CREATE TABLE t_all PARTITION OF t FOR VALUES IN (1, 2, 3, 4, 5, 100);"
                        + "CREATE TABLE t_few PARTITION OF t FOR VALUES IN (0, 6, 7, 8, 9, 10, 101)"
            })
    void goToTheTableThatIsChosen(String destination) throws SQLException {
        DATABASES.source().execute("DELETE FROM t WHERE id > 10");
        DATABASES.destination().execute(destination.split(";"));
        jobs.catchUp(job);
        assertSame();

        DATABASES
                .source()
                .execute(
                        "INSERT INTO t VALUES ('2026-01-30', 100, 'new'), ('2026-02-27', 101, 'new')",
                        "UPDATE t SET v = 'second' WHERE id < 5",
                        "DELETE FROM t WHERE id = 7");
        jobs.catchUp(job);
        assertSame();
    }

    private static void assertSame() throws SQLException {
        DATABASES.assertSame("(SELECT day, id, v FROM t)");
    }

    /** Rows that move to another partition, a partition that is emptied alone, and the whole table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET day = day + 31 WHERE id < 10",
                "TRUNCATE t_1",
                "TRUNCATE t; INSERT INTO t VALUES ('2026-01-05', 1, 'after')"
            })
    void areOfThePartitionsThatTheyMean(String statements) throws SQLException {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        jobs.catchUp(job);

        DATABASES.source().execute(statements.split("; "));
        jobs.catchUp(job);

        assertSame();
    }

    /** What was written before is still to be read when nobody finds the partition any more. */
    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE t_1", "ALTER TABLE t DETACH PARTITION t_1"})
    void thatIsGoneBeforeItsChangesAreReadHadThem(String removal) throws SQLException {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        jobs.catchUp(job);

        DATABASES.source().execute("UPDATE t SET day = day + 31 WHERE id < 5", "DELETE FROM t WHERE id = 6", removal);
        jobs.catchUp(job);

        assertThat(DATABASES.destination().value("SELECT count(*) FROM t WHERE id < 5"))
                .isEqualTo("5");
        assertThat(DATABASES.destination().value("SELECT count(*) FROM t WHERE id = 6"))
                .isEqualTo("0");
    }

    @Test
    void thatCameLaterAndIsGoneBeforeItsChangesAreReadHadThem() throws SQLException {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                        "ALTER TABLE t_3 ADD PRIMARY KEY (day, id)",
                        "INSERT INTO t VALUES ('2026-03-05', 100, 'new'), ('2026-03-06', 101, 'new')");
        jobs.catchUp(job);
        assertSame();

        DATABASES.source().execute("UPDATE t SET day = day - 31 WHERE id = 100", "DROP TABLE t_3");
        jobs.catchUp(job);

        assertThat(DATABASES.destination().value("SELECT count(*) FROM t WHERE id = 100"))
                .isEqualTo("1");
    }

    /** Its rows are in no change. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%sINSERT INTO t_3 VALUES ('2026-03-05', 100, 'before'); %s",
                "BEGIN; %s%s; COMMIT",
                "BEGIN; %s%s; COMMIT; BEGIN; ALTER TABLE t DETACH PARTITION t_3; DROP TABLE t_3; ROLLBACK"
            })
    void thatIsAttachedBringsItsRows(String order) throws SQLException {
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute(order.formatted(
                                "CREATE TABLE t_3 (day date NOT NULL, id int NOT NULL, v text, PRIMARY KEY (day, id)); ",
                                "INSERT INTO t_3 VALUES ('2026-03-06', 101, 'before'); "
                                        + "ALTER TABLE t ATTACH PARTITION t_3"
                                        + " FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')")
                        .split("; "));
        DATABASES.source().execute("INSERT INTO t VALUES ('2026-03-07', 102, 'after')");
        jobs.catchUp(job);

        assertSame();
        assertCopiedAnew("a partition was attached that has rows");
    }

    /** Before version 13 such a partition is not published either. */
    private void assertCopiedAnew(String reason) {
        assertThat(jobs.warnings())
                .singleElement()
                .asString()
                .contains(
                        "public.t is emptied and copied anew",
                        Since.isThere(Since.PUBLISHED_ROOTS) ? reason : "di_pub_parts does not have it");
    }

    /** Nobody publishes it meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"UPDATE t_1 SET v = 'changed meanwhile' WHERE id < 5", "TRUNCATE t_1"})
    void thatIsDetachedAndAttachedAgainBringsWhatItBecame(String meanwhile) throws SQLException {
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t DETACH PARTITION t_1",
                        meanwhile,
                        "ALTER TABLE t ATTACH PARTITION t_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
        jobs.catchUp(job);

        assertSame();
        assertThat(jobs.warnings()).singleElement().asString().contains("a partition was detached and attached again");
    }

    /** Changes that nobody sees without a trigger are none of a new partition's. */
    @Test
    void thatIsNewIsNoReasonToLookForOtherChanges() throws SQLException {
        Since.assume(Since.PUBLISHED_ROOTS);
        RealtimeJob following = RealtimeJobs.with(
                "parts_new",
                "t",
                "{\"RuntimeSettings\": [{\"Name\": \"sluice.ddl.capture\", \"Value\": \"catalogue\"}]}");
        jobs.catchUp(following);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t ALTER v SET DEFAULT 'v'",
                        "CREATE TABLE t_3 PARTITION OF t (PRIMARY KEY (day, id))"
                                + " FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                        "INSERT INTO t VALUES ('2026-03-07', 102, 'after')");
        jobs.catchUp(following);

        assertThat(jobs.warnings()).isEmpty();
        assertSame();
    }

    @Test
    void thatWasFollowedByItselfBelongsToTheTableAboveIt() throws SQLException {
        RealtimeJob both = RealtimeJobs.job("parts_of_own", "t|s");
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE s (day date NOT NULL, id int NOT NULL, v text, PRIMARY KEY (day, id))",
                        "INSERT INTO s VALUES ('2026-03-05', 100, 'its own')");
        jobs.catchUp(both);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t ATTACH PARTITION s FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                        "INSERT INTO t VALUES ('2026-03-06', 101, 'of both')");
        jobs.catchUp(both);
        assertSame();

        DATABASES.source().execute("ALTER TABLE t DETACH PARTITION s", "DELETE FROM s WHERE id = 100");
        DATABASES.destination().execute("TRUNCATE s");
        jobs.catchUp(both);

        assertSame();
        DATABASES.assertSame("s");
    }

    @Test
    void thatTellsNobodyItsChangesEndsARun() throws SQLException {
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute("CREATE UNLOGGED TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");

        try (ChangeSource source = jobs.source(job);
                ChangeSink sink = jobs.sink(job)) {
            source.tables();
            Progress progress = sink.progress();

            assertThatThrownBy(() -> source.compare(progress))
                    .isInstanceOfSatisfying(
                            SyncException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED))
                    .hasMessageContaining("public.t has the partition public.t_3, which is UNLOGGED");
        }
    }

    /** Who makes partitions so, week by week, is spared a copy of the whole table. */
    @Test
    void thatIsAttachedWithoutRowsIsNoReasonForACopy() throws SQLException {
        Since.assume(Since.PUBLISHED_ROOTS);
        jobs.catchUp(job);
        DATABASES.destination().execute("INSERT INTO t VALUES ('2026-01-01', -1, 'of the destination alone')");

        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t_3 (LIKE t_1 INCLUDING ALL)",
                        "ALTER TABLE t ATTACH PARTITION t_3 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");
        jobs.catchUp(job);
        DATABASES.source().execute("INSERT INTO t VALUES ('2026-03-07', 102, 'after')");
        jobs.catchUp(job);

        DATABASES.destination().execute("DELETE FROM t WHERE id = -1 AND v = 'of the destination alone'");
        assertThat(jobs.warnings()).noneMatch(warning -> warning.contains("anew"));
        assertSame();
    }

    /** Nor is one that was made as a partition, with rows. */
    @Test
    void thatWasMadeAsOneIsNoReasonForACopy() throws SQLException {
        Since.assume(Since.PUBLISHED_ROOTS);
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t_3 PARTITION OF t (v DEFAULT 'v', PRIMARY KEY (day, id))"
                                + " FOR VALUES FROM ('2026-03-01') TO ('2026-04-01') PARTITION BY RANGE (day)",
                        "CREATE TABLE t_31 PARTITION OF t_3 FOR VALUES FROM ('2026-03-01') TO ('2026-03-15')",
                        "INSERT INTO t VALUES ('2026-03-07', 102, 'after')");
        jobs.catchUp(job);

        assertThat(jobs.warnings()).noneMatch(warning -> warning.contains("anew"));
        assertSame();
    }

    /** Nobody knows then which of its changes were of the table that it belonged to. */
    @Test
    void thatIsDetachedAndChosenByItselfLeavesBothRight() throws SQLException {
        RealtimeJob both = RealtimeJobs.job("parts_and_own", "t|t_1");
        jobs.catchUp(both);
        DATABASES
                .source()
                .execute(
                        "DELETE FROM t WHERE id < 5",
                        "ALTER TABLE t DETACH PARTITION t_1",
                        "INSERT INTO t_1 VALUES ('2026-01-05', 100, 'its own')");
        jobs.catchUp(both);
        assertSame();
        DATABASES.assertSame("t_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE UNLOGGED TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                "CREATE FOREIGN TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01') SERVER s"
            })
    void thatTellsNobodyItsChangesIsRefused(String partition) throws SQLException {
        DATABASES.source().execute("CREATE FOREIGN DATA WRAPPER w", "CREATE SERVER s FOREIGN DATA WRAPPER w");
        try {
            DATABASES.source().execute(partition);
            RealtimeJob exactly = RealtimeJobs.exactly("parts_exactly", "t");

            assertThatThrownBy(() -> jobs.catchUp(exactly))
                    .isInstanceOfSatisfying(
                            SyncException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED))
                    .hasMessageContaining("public.t has the partition public.t_3, which is ");
        } finally {
            DATABASES.source().execute("DROP FOREIGN DATA WRAPPER w CASCADE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void haveTheDefaultThatAColumnCameWith(String capture) throws SQLException {
        RealtimeJob following = RealtimeJobs.with(
                "parts_ddl",
                "t",
                "{\"RuntimeSettings\": [{\"Name\": \"sluice.ddl.capture\", \"Value\": \"" + capture + "\"}]}");
        jobs.catchUp(following);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t ADD c int NOT NULL DEFAULT 7",
                        "INSERT INTO t VALUES ('2026-01-20', 100, 'new', 8)");
        jobs.catchUp(following);

        DATABASES.assertSame("(SELECT day, id, v, c FROM t)");
    }
}
