package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions that are emptied alone by TRUNCATE. Who reads it later finds in the catalogue what they are then. */
final class EmptiedPartitionsTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final RealtimeJob job = RealtimeJobs.job("emptied", "t");

    @BeforeEach
    void follow() throws SQLException {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (day date, id int, v text, PRIMARY KEY (day, id)) PARTITION BY RANGE (day)",
                        "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                        "CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
                        "CREATE TABLE t_rest PARTITION OF t DEFAULT",
                        "INSERT INTO t SELECT '2026-01-01'::date + i, i, 'first' FROM generate_series(0, 150, 5) i");
        jobs.catchUp(job);
    }

    private static void assertSame() throws SQLException {
        DATABASES.assertSame("(SELECT day, id, v FROM t)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE t_1",
                "TRUNCATE t_rest",
                "TRUNCATE t_2, t_rest",
                "TRUNCATE t_rest; INSERT INTO t VALUES ('2026-05-05', 1, 'after')",
                "CREATE TABLE t_0 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); TRUNCATE t_1",
                "CREATE TABLE t_0 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');"
                        + "INSERT INTO t VALUES ('2025-05-05', 1, 'new'); TRUNCATE t_0"
            })
    void leaveTheRowsOfTheOthers(String statements) throws SQLException {
        DATABASES.source().execute(statements.split("; "));
        jobs.catchUp(job);

        assertSame();
        assertThat(jobs.warnings()).noneMatch(warning -> warning.contains("emptied and copied anew: a partition"));
    }

    /** Those of the new partition were among the rows that went. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE t_rest; %s",
                "BEGIN; TRUNCATE t_rest; %s; INSERT INTO t VALUES ('2026-03-02', 1, 'after'); COMMIT",
                "BEGIN; INSERT INTO t VALUES ('2026-03-02', 1, 'before'); TRUNCATE t_rest, t_1; COMMIT; %s;"
                        + " INSERT INTO t VALUES ('2026-03-02', 1, 'after')"
            })
    void loseAllTheirRowsWhereAnotherTakesSomeSince(String order) throws SQLException {
        String partition = "CREATE TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')";
        DATABASES.source().execute(order.formatted(partition).split("; "));
        jobs.catchUp(job);

        assertSame();
    }

    @Test
    void belongToADefaultOneBesideWhichAnotherComes() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "TRUNCATE t_rest",
                        "DROP TABLE t_rest",
                        "CREATE TABLE t_rest PARTITION OF t DEFAULT PARTITION BY RANGE (day)",
                        "CREATE TABLE t_late PARTITION OF t_rest FOR VALUES FROM ('2026-03-01') TO ('2027-01-01')");
        jobs.catchUp(job);
        DATABASES.source().execute("INSERT INTO t VALUES ('2026-03-02', 1, 'a'), ('2026-07-01', 2, 'b')");
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute(
                        "TRUNCATE t_late",
                        "CREATE TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");
        jobs.catchUp(job);

        assertThat(DATABASES.count("t WHERE v IN ('a', 'b')")).isZero();
    }

    /** The source says which rows it had in the names that it has now, and the destination may have others. */
    @ParameterizedTest
    @CsvSource({"Ignore, day", "Normal, created"})
    void areOfATableWhoseKeyGetsAnotherName(String action, String name) throws SQLException {
        RealtimeJob renaming = RealtimeJobs.with(
                "emptied",
                "t",
                "{\"DdlHandlingSettings\": [{\"Type\": \"RenameColumn\", \"Action\": \"" + action + "\"}]}");
        String there = "(SELECT " + name + ", id, v FROM t)";
        DATABASES
                .source()
                .execute(
                        "TRUNCATE t_1",
                        "ALTER TABLE t RENAME day TO created",
                        "INSERT INTO t VALUES ('2026-01-01', 1, 'after')");
        jobs.catchUp(renaming);
        DATABASES.assertSame("(SELECT created, id, v FROM t)", there);

        DATABASES.source().execute("TRUNCATE t_2", "INSERT INTO t VALUES ('2026-02-01', 1, 'after')");
        jobs.catchUp(renaming);
        DATABASES.assertSame("(SELECT created, id, v FROM t)", there);
    }

    @Test
    void areNotCopiedForAnotherColumnThatGotAnotherName() throws SQLException {
        RealtimeJob renaming = RealtimeJobs.with(
                "emptied", "t", "{\"DdlHandlingSettings\": [{\"Type\": \"RenameColumn\", \"Action\": \"Ignore\"}]}");
        DATABASES.source().execute("ALTER TABLE t RENAME v TO w", "TRUNCATE t_1");
        jobs.catchUp(renaming);

        DATABASES.assertSame("(SELECT day, id, w FROM t)", "(SELECT day, id, v FROM t)");
        assertThat(jobs.warnings()).noneMatch(warning -> warning.contains("copied anew"));
    }

    @Test
    void areAttachedAgainForOtherRows() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "TRUNCATE t_1",
                        "ALTER TABLE t DETACH PARTITION t_1",
                        "DELETE FROM t_rest",
                        "ALTER TABLE t ATTACH PARTITION t_1 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");
        jobs.catchUp(job);

        assertSame();
    }

    /** The rows are of other columns there; before version 13 it is published still. */
    @Test
    void areAttachedToAnotherTable() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE u (day date NOT NULL, id int NOT NULL, v text) PARTITION BY RANGE (id)",
                        "TRUNCATE t_1",
                        "ALTER TABLE t DETACH PARTITION t_1",
                        "ALTER TABLE u ATTACH PARTITION t_1 FOR VALUES FROM (0) TO (1000)");
        jobs.catchUp(job);

        assertThat(DATABASES.count("t WHERE day >= '2026-02-01'"))
                .isEqualTo(Long.parseLong(String.valueOf(DATABASES.source().value("SELECT count(*) FROM t"))));
        String left = Since.isThere(Since.PUBLISHED_ROOTS) ? "the rows that it had stay" : "has changes of its own now";
        assertThat(jobs.warnings()).anyMatch(warning -> warning.contains(left));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE t_1", "ALTER TABLE t DETACH PARTITION t_1"})
    void areTakenAwayAndLeaveTheOthersAlone(String removal) throws SQLException {
        DATABASES
                .source()
                .execute(
                        "INSERT INTO t VALUES ('2026-01-20', 100, 'described')",
                        "DELETE FROM t_rest",
                        "CREATE TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                        "BEGIN; INSERT INTO t VALUES ('2026-03-05', 1, 'newest'); TRUNCATE t_1; " + removal
                                + "; COMMIT");
        jobs.catchUp(job);

        assertThat(DATABASES.destination().value("SELECT count(*) FROM t WHERE day >= '2026-02-01'"))
                .isEqualTo(DATABASES.source().value("SELECT count(*) FROM t"));
    }

    @Test
    void areSaidWhereTheyAreOfAHash() throws SQLException {
        RealtimeJob hashed = RealtimeJobs.job("emptied_hash", "h");
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE h (id int PRIMARY KEY) PARTITION BY HASH (id)",
                        "CREATE TABLE h_0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                        "CREATE TABLE h_1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                        "INSERT INTO h SELECT generate_series(1, 100)");
        jobs.catchUp(hashed);
        DATABASES.source().execute("TRUNCATE h_1");

        assertThatThrownBy(() -> jobs.catchUp(hashed))
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.SOURCE_FAILED))
                .hasMessageContaining("A partition of public.h was emptied by TRUNCATE");
    }
}
