package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of whole tables that come, go or get other names at the source. */
final class TableDdlTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    /** Whether somebody follows when it happens. */
    enum Moment {
        WHILE_A_RUN_GOES_ON,
        BETWEEN_RUNS
    }

    private static final String NEW_TABLE = "CREATE TABLE t_new (a int PRIMARY KEY, b text)";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job("Normal");

    @BeforeEach
    void makeTable() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, v text)",
                        "INSERT INTO t SELECT i, 't' || i FROM generate_series(1, 10) i");
    }

    private static RealtimeJob job(String action) {
        return job("t.*", action);
    }

    /** A job for tables that match a pattern. */
    private static RealtimeJob job(String tables, String action) {
        return RealtimeJobs.with("tables", tables, """
                {"DdlHandlingSettings": [{"Type": "CreateTable", "Action": "%s"}, {"Type": "RenameTable", "Action": "%s"},
                     {"Type": "DropTable", "Action": "%s"}, {"Type": "TruncateTable", "Action": "%s"}]}
                """.formatted(action, action, action, action));
    }

    /** Does something at the source after the first copy, until something is true at the destination. */
    private void follow(Moment moment, String reached, String... statements) throws Exception {
        jobs.catchUp(job);
        DATABASES.destination().execute("COMMENT ON TABLE t IS 'the same'");
        if (moment == Moment.BETWEEN_RUNS) {
            DATABASES.source().execute(statements);
        } else {
            try (Running running = Running.live(jobs.run(job, RunPlan.Until.STOPPED))) {
                DATABASES.source().execute(statements);
                running.await(DATABASES.destination(), reached);
            }
        }
        jobs.catchUp(job);
    }

    private SyncException refusal(String... statements) throws SQLException {
        jobs.catchUp(job);
        DATABASES.source().execute(statements);
        return jobs.run(job, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();
    }

    private static boolean isThere(String table) throws SQLException {
        return DATABASES.text("SELECT to_regclass('" + table + "') IS NOT NULL").equals("t");
    }

    private static String comment(String table) throws SQLException {
        return DATABASES.text("SELECT coalesce(obj_description('" + table + "'::regclass), 'none')");
    }

    @ParameterizedTest
    @EnumSource
    void aNewTableIsCopiedAndFollowed(Moment moment) throws Exception {
        follow(
                moment,
                "(SELECT count(*) = 21 FROM t_new)",
                NEW_TABLE,
                "INSERT INTO t_new SELECT i, 'first' FROM generate_series(1, 20) i",
                "UPDATE t_new SET b = 'changed' WHERE a < 5",
                "INSERT INTO t_new VALUES (100, 'later')");
        DATABASES.source().execute("DELETE FROM t_new WHERE a = 7", "UPDATE t_new SET a = -a WHERE a = 8");
        jobs.catchUp(job);

        DATABASES.assertSame("t_new");
        DATABASES.assertSame("t");
    }

    @ParameterizedTest
    @EnumSource
    void aTableKeepsItsRowsUnderAnotherName(Moment moment) throws Exception {
        follow(
                moment,
                "(SELECT count(*) = 12 FROM t_2)",
                "INSERT INTO t VALUES (11, 'before')",
                "ALTER TABLE t RENAME TO t_2",
                "INSERT INTO t_2 VALUES (12, 'after')");

        DATABASES.assertSame("t_2");
        assertThat(isThere("t")).isFalse();
        assertThat(comment("t_2")).isEqualTo("the same");
    }

    /** As programs do that load a table aside. */
    @ParameterizedTest
    @EnumSource
    void tablesExchangeTheirNames(Moment moment) throws Exception {
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new VALUES (1, 'new')");

        follow(
                moment,
                "(SELECT count(*) = 2 FROM t WHERE b IS NOT NULL)",
                "BEGIN; ALTER TABLE t RENAME TO t_old; ALTER TABLE t_new RENAME TO t; COMMIT",
                "INSERT INTO t VALUES (2, 'after')",
                "DELETE FROM t_old WHERE id > 3");

        DATABASES.assertSame("t");
        DATABASES.assertSame("t_old");
        assertThat(comment("t_old")).isEqualTo("the same");
    }

    @ParameterizedTest
    @EnumSource
    void partitionedTablesExchangeTheirNames(Moment moment) throws Exception {
        for (String table : List.of("t_a", "t_b")) {
            DATABASES
                    .source()
                    .execute(
                            "CREATE TABLE " + table + " (id int NOT NULL, v text) PARTITION BY RANGE (id)",
                            "CREATE TABLE " + table + "_1 PARTITION OF " + table + " FOR VALUES FROM (0) TO (10)",
                            "ALTER TABLE " + table + "_1 ADD PRIMARY KEY (id)",
                            "INSERT INTO " + table + " VALUES (1, 'first of " + table + "')");
        }

        follow(
                moment,
                "(SELECT count(*) = 3 FROM t_a) AND (SELECT count(*) = 2 FROM t_b)",
                "INSERT INTO t_b VALUES (2, 'was b')",
                "BEGIN; ALTER TABLE t_a RENAME TO t_x; ALTER TABLE t_b RENAME TO t_a; ALTER TABLE t_x RENAME TO t_b; COMMIT",
                "INSERT INTO t_a VALUES (3, 'is a')",
                "INSERT INTO t_b VALUES (3, 'is b')");
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t_new PARTITION OF t_a FOR VALUES FROM (10) TO (20)",
                        "ALTER TABLE t_new ADD PRIMARY KEY (id)",
                        "INSERT INTO t_a VALUES (11, 'newest')",
                        "UPDATE t_b SET v = 'changed' WHERE id = 1");
        jobs.catchUp(job);

        DATABASES.assertSame("t_a");
        DATABASES.assertSame("t_b");
    }

    /** As programs do that build a table anew. */
    @ParameterizedTest
    @EnumSource
    void aTableGetsTheNameOfOneThatIsDropped(Moment moment) throws Exception {
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new VALUES (1, 'new')");

        follow(
                moment,
                "(SELECT count(*) = 2 FROM t WHERE b IS NOT NULL)",
                "BEGIN; DROP TABLE t; ALTER TABLE t_new RENAME TO t; COMMIT",
                "INSERT INTO t VALUES (2, 'after')");

        DATABASES.assertSame("t");
        assertThat(isThere("t_new")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aTableIsDroppedAndMadeAnew(Moment moment) throws Exception {
        follow(
                moment,
                "(SELECT count(*) = 2 FROM t WHERE w IS NOT NULL)",
                "DROP TABLE t",
                "CREATE TABLE t (id int PRIMARY KEY, w int)",
                "INSERT INTO t VALUES (1, 1), (2, 2)");

        DATABASES.assertSame("t");
        assertThat(comment("t")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"Normal, false", "Ignore, true", "Alert, true"})
    void aTableIsDroppedWhereTheJobSaysSo(String action, boolean there) throws Exception {
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new VALUES (1, 'kept')");
        job = job(action);

        follow(Moment.BETWEEN_RUNS, "true", "DROP TABLE t_new", "INSERT INTO t VALUES (11, 'after')");

        assertThat(isThere("t_new")).isEqualTo(there);
        DATABASES.assertSame("t");
        assertThat(jobs.warnings())
                .hasSize(action.equals("Alert") ? 1 : 0)
                .allMatch(text -> text.contains("t_new was dropped"));
    }

    @ParameterizedTest
    @CsvSource({
        "Ignore, CREATE TABLE t_new (id int PRIMARY KEY); INSERT INTO t_new VALUES (1), t_new,",
        "Alert, CREATE TABLE t_new (id int PRIMARY KEY); INSERT INTO t_new VALUES (1), t_new, t_new is new",
        "Ignore, ALTER TABLE t RENAME TO t_2, t_2,",
        "Alert, ALTER TABLE t RENAME TO t_2, t_2, t is called public.t_2 now"
    })
    void noTableComesWhereTheJobSaysSo(String action, String statements, String table, @Nullable String warning)
            throws Exception {
        job = job(action);

        follow(Moment.BETWEEN_RUNS, "true", statements.split("; "));

        DATABASES.source().execute("INSERT INTO " + table + " VALUES (11)");
        jobs.catchUp(job);
        assertThat(isThere(table)).isFalse();
        assertThat(DATABASES.count("t")).isEqualTo(10);
        if (warning == null) {
            assertThat(jobs.warnings()).isEmpty();
        } else {
            assertThat(jobs.warnings()).anyMatch(text -> text.contains(warning));
        }
    }

    @Test
    void aTableThatGetsANameOfItsOwnIsLeft() throws Exception {
        DATABASES.source().execute(NEW_TABLE);

        follow(
                Moment.WHILE_A_RUN_GOES_ON,
                "(SELECT count(*) = 0 FROM sluice_progress WHERE table_name = 't_new')",
                "ALTER TABLE t_new RENAME TO other");
        DATABASES.source().execute("INSERT INTO other VALUES (1, 'own')", "INSERT INTO t VALUES (11, 'after')");
        jobs.catchUp(job);

        assertThat(DATABASES.count("t_new")).isZero();
        DATABASES.assertSame("t");
        assertThat(jobs.warnings()).anyMatch(text -> text.contains("t_new is called public.other now"));
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE TABLE t_new (id int PRIMARY KEY), CreateTable, public.t_new is new",
        "ALTER TABLE t RENAME TO t_2, RenameTable, public.t_2",
        "DROP TABLE t_gone, DropTable, public.t_gone was dropped",
        "TRUNCATE t, TruncateTable, public.t was emptied"
    })
    void theJobStopsWhereItIsToldSo(String statement, String kind, String reason) throws Exception {
        if (statement.startsWith("TRUNCATE")) {
            Since.assume(Since.PUBLISHED_TRUNCATE);
        }
        DATABASES.source().execute("CREATE TABLE t_gone (id int PRIMARY KEY)");
        job = job("Critical");

        SyncException refusal = refusal("INSERT INTO t VALUES (11, 'before')", statement);

        assertThat(refusal.code()).isEqualTo(ErrorCode.DDL_REFUSED);
        assertThat(refusal.getMessage()).contains(reason, kind);
        assertThat(refusal.hint()).get().asString().contains("DdlHandlingSettings");
    }

    @ParameterizedTest
    @CsvSource({"Normal, 1", "Ignore, 11", "Alert, 11"})
    void aTruncatedTableIsEmptiedWhereTheJobSaysSo(String action, int rows) throws Exception {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        job = job(action);

        follow(Moment.BETWEEN_RUNS, "true", "TRUNCATE t", "INSERT INTO t VALUES (11, 'after')");

        assertThat(DATABASES.count("t")).isEqualTo(rows);
        assertThat(jobs.warnings()).hasSize(action.equals("Alert") ? 1 : 0).allMatch(text -> text.contains("TRUNCATE"));
    }

    @Test
    void whatARuleDoesNotChooseAnyMoreIsLeft() throws Exception {
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new VALUES (1, 'new')");
        jobs.catchUp(job);
        job = job("t", "Normal");

        DATABASES.source().execute("UPDATE t_new SET b = 'changed'", "INSERT INTO t VALUES (11, 'after')");
        jobs.catchUp(job);

        assertThat(DATABASES.text("SELECT b FROM t_new")).isEqualTo("new");
        DATABASES.assertSame("t");
    }

    /** Before version 13 nobody publishes a new partition by itself. */
    @ParameterizedTest
    @EnumSource
    void aNewPartitionIsFollowed(Moment moment) throws Exception {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t_parts (id int NOT NULL, v text) PARTITION BY RANGE (id)",
                        "CREATE TABLE t_parts_1 PARTITION OF t_parts FOR VALUES FROM (0) TO (10)",
                        "ALTER TABLE t_parts_1 ADD PRIMARY KEY (id)",
                        "INSERT INTO t_parts VALUES (1, 'first')");
        DATABASES.destination().execute("CREATE TABLE t_parts (id int PRIMARY KEY, v text)");

        follow(
                moment,
                "(SELECT count(*) = 3 FROM t_parts)",
                "CREATE TABLE t_parts_2 PARTITION OF t_parts FOR VALUES FROM (10) TO (20)",
                "INSERT INTO t_parts VALUES (2, 'second'), (11, 'new')",
                "ALTER TABLE t_parts_2 ADD PRIMARY KEY (id)");

        DATABASES.assertSame("t_parts");
    }

    /** A new table that cannot be taken over is that table's affair. */
    @Test
    void theOthersGoOnWithoutATableThatCannotBeTaken() throws Exception {
        jobs.catchUp(job);
        DATABASES.destination().execute(NEW_TABLE, "INSERT INTO t_new VALUES (1, 'somebody else')");
        try (Running running = Running.live(jobs.run(job, RunPlan.Until.STOPPED))) {
            DATABASES
                    .source()
                    .execute(
                            NEW_TABLE,
                            "CREATE TABLE t_good (a int PRIMARY KEY)",
                            "INSERT INTO t_good VALUES (1)",
                            "INSERT INTO t VALUES (11, 'after')");
            running.await(DATABASES.destination(), "(SELECT count(*) = 1 FROM t_good)");
            running.await(DATABASES.destination(), "EXISTS (SELECT 1 FROM t WHERE id = 11)");
            running.await(() -> jobs.warnings().stream().anyMatch(text -> text.contains("has rows already")));
        }

        assertThat(DATABASES.text("SELECT b FROM t_new")).isEqualTo("somebody else");
        assertThat(jobs.warnings()).anyMatch(text -> text.contains("t_new") && text.contains("the next start"));
    }
}
