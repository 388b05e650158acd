package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps rows from a destination, or from staying there, is found before the run. */
final class DestinationChecksTest {
    /** Enough for a split for each channel. */
    private static final String MANY_ROWS = "INSERT INTO t SELECT i, 'v' FROM generate_series(21, 5000) i";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private String user;

    @BeforeEach
    void createSource() throws SQLException {
        user = "loads_" + databases.destination().name();
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v text)", "INSERT INTO t SELECT i, 'v' FROM generate_series(1, 20) i");
    }

    private TestJob jobOfUser() throws SQLException {
        TestDatabase destination = databases.destination();
        if ("0".equals(destination.value("SELECT count(*) FROM pg_roles WHERE rolname = ?", user))) {
            destination.createUser(user, "secret");
        }
        destination.execute("ALTER ROLE " + user + " NOBYPASSRLS CONNECTION LIMIT -1", "GRANT INSERT ON t TO " + user);
        return databases.job().table("t").into(place -> place.as(user, "secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "FAILED  | CREATE TABLE t (id int, v text, w text NOT NULL)     | w of public.t must not be NULL, has no default and is not written, so | ALTER TABLE t ALTER w SET DEFAULT 'w'",
                "FAILED  | CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (id int, v text, w d) | w of public.t must not be NULL | ALTER DOMAIN d SET DEFAULT 1",
                "FAILED  | CREATE TABLE t (id int, v text) PARTITION BY RANGE (id) | public.t has no partition | CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (100)",
                "WARNING | CREATE UNLOGGED TABLE t (id int, v text)             | public.t is unlogged: it is empty after a crash | ALTER TABLE t SET LOGGED",
                "OK      | CREATE TABLE t (id int, v text, w serial, x int NOT NULL DEFAULT 1, y int GENERATED ALWAYS AS IDENTITY) | takes rows | -"
            })
    void isFoundBeforeTheRun(Outcome outcome, String table, String detail, String mended) throws SQLException {
        databases.destination().execute(table);
        TestJob job = databases.job().tables("t").to("t", "id", "v");

        assertThat(Findings.of(outcome, job)).anySatisfy(finding -> {
            assertThat(finding.detail()).contains(detail);
            assertThat(finding.cure().isPresent()).isEqualTo(outcome != Outcome.OK);
        });
        assertThat(job.run().status())
                .isEqualTo(outcome == Outcome.FAILED ? RunStatus.NOT_STARTED : RunStatus.SUCCEEDED);
        if (mended != null) {
            databases.destination().execute(mended);
            Findings.assertNone(job);
            databases.succeed(job);
        }
    }

    @Test
    void aTriggerMayFillWhatIsNotWritten() throws SQLException {
        databases
                .destination()
                .execute(
                        "CREATE TABLE t (id int, v text, w text NOT NULL)",
                        """
                CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN NEW.w := 'w'; RETURN NEW; END $$""",
                        "CREATE TRIGGER fill BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE fill()");
        TestJob job = databases.job().tables("t").to("t", "id", "v");

        assertThat(Findings.only(Outcome.WARNING, job).detail()).contains("a trigger or rule has to fill it");
        databases.succeed(job);

        databases.destination().execute("TRUNCATE t", "ALTER TABLE t DISABLE TRIGGER fill");
        assertThat(Findings.only(Outcome.FAILED, job).detail()).contains("every row would be dirty");
    }

    @Test
    void policiesThatMayRefuseRowsAreNamed() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        TestJob job = jobOfUser().bearAll();

        Finding finding = Findings.only(Outcome.WARNING, job);
        assertThat(finding.detail()).contains("row-level security of public.t is in force for " + user);
        assertThat(job.run().counts().dirtyRecords()).isEqualTo(20);
        databases.destination().execute(finding.cure().orElseThrow());

        Findings.assertNone(job);
        databases.succeed(job);
    }

    @Test
    void aLimitThatNeverLetsAllChannelsInIsAFailure() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)");
        TestJob job = jobOfUser().channels(4);
        databases.destination().execute("ALTER ROLE " + user + " CONNECTION LIMIT 4");

        Finding finding = Findings.only(Outcome.FAILED, job);
        assertThat(finding.check()).isEqualTo("destination connections");
        assertThat(finding.detail()).contains("connection limit of role " + user + " allows 4 connections");
        String cure = finding.cure().orElseThrow();
        databases.destination().execute(cure.substring(cure.indexOf("ALTER ROLE")));

        Findings.assertNone(job);
    }

    @Test
    void aLimitThatBothSidesReachTogetherIsMetBeforePreSql() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "INSERT INTO t VALUES (0, 'old')");
        TestJob job = jobOfUser()
                .from(place -> place.as(user, "secret"))
                .splitPk("id")
                .channels(3)
                .preSql("TRUNCATE @table");
        databases.source().execute(MANY_ROWS, "GRANT SELECT ON t TO " + user);
        databases.destination().execute("GRANT TRUNCATE ON t TO " + user, "ALTER ROLE " + user + " CONNECTION LIMIT 6");

        Finding finding = Findings.only(Outcome.FAILED, job);
        assertThat(finding.detail()).contains("too many connections for role \"" + user + "\"");
        assertThat(finding.cure()).get().asString().contains("CONNECTION LIMIT -1; or use fewer channels");
        assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(databases.text("SELECT string_agg(v, ',') FROM t")).isEqualTo("old");

        databases.destination().execute("ALTER ROLE " + user + " CONNECTION LIMIT 8");
        databases.succeed(job);
        databases.assertSame("t");
    }

    @Test
    void channelsWithoutASnapshotConnectBeforePreSqlToo() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "INSERT INTO t VALUES (0, 'old')");
        TestJob job = jobOfUser()
                .into(place -> TestEndpoint.of(databases.destination()))
                .from(place -> place.as(user, "secret"))
                .consistency(Consistency.NONE)
                .splitPk("id")
                .channels(3)
                .preSql("TRUNCATE @table");
        databases.source().execute(MANY_ROWS, "GRANT SELECT ON t TO " + user);
        databases.source().execute("ALTER ROLE " + user + " CONNECTION LIMIT 3");

        assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(databases.text("SELECT string_agg(v, ',') FROM t")).isEqualTo("old");
    }

    @Test
    void aServerThatIsAlmostFullIsAWarning() throws SQLException {
        try (TestingPostgres small = TestingPostgres.builder()
                        .config("max_connections", "12")
                        .build();
                TestDatabase destination = small.newDatabase()) {
            destination.execute("CREATE TABLE t (id int, v text)");
            TestJob job = new TestJob(databases.source(), destination).table("t");

            assertThat(Findings.only(Outcome.FAILED, job.channels(12)).detail())
                    .contains("the server's max_connections allows 12 connections");
            Findings.assertNone(job.channels(2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRUNCATE @table            | may not truncate          | preSql",
                "truncate table only t;     | may not truncate t        | preSql",
                "DELETE FROM @table;        | permission denied         | preSql",
                "DELETE FROM @table WHERE id > 5 | permission denied    | preSql",
                "UPDATE t SET v = 'w'       | permission denied         | postSql",
                "DELETE FROM nosuch         | \"nosuch\" does not exist | preSql",
                "UPDATE t SET nosuch = 1    | \"nosuch\"               | postSql",
                "DELETE FORM t              | syntax error              | preSql"
            })
    void ownStatementsThatWouldFailAreNamed(String sql, String detail, String key) throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "INSERT INTO t VALUES (0, 'old')");
        TestJob job =
                key.equals("preSql") ? jobOfUser().preSql(sql) : jobOfUser().postSql(sql);

        Finding finding = Findings.only(Outcome.FAILED, job);
        assertThat(finding.check()).isEqualTo(key);
        assertThat(finding.detail()).startsWith(key + " statement 1: ").contains(detail);
        assertThat(databases.text("SELECT string_agg(v, ',') FROM t")).isEqualTo("old");
        String cure = finding.cure().orElseThrow();
        assertThat(cure.startsWith("GRANT ")).isEqualTo(detail.matches("may not.*|permission.*"));
        if (cure.startsWith("GRANT ")) {
            databases.destination().execute(cure);
            databases.succeed(job);
        }
    }

    @Test
    void ownStatementsAreNotRunByTheLook() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "INSERT INTO t VALUES (0, 'old')");
        TestJob job = databases
                .job()
                .table("t")
                .preSql("DELETE FROM t; DELETE FROM t", "DELETE FROM t RETURNING (1; DELETE FROM t)", "TRUNCATE t");

        assertThat(job.check()).isNotEmpty();

        assertThat(databases.text("SELECT string_agg(v, ',') FROM t")).isEqualTo("old");
    }

    @Test
    void aTableThatIsAlsoReadIsNamed() throws SQLException {
        TestJob job = new TestJob(databases.source(), databases.source()).table("t");

        assertThat(Findings.only(Outcome.WARNING, job).detail()).contains("public.t is also what is read");
        RunReport emptied = job.preSql("DELETE FROM @table").run();
        assertThat(emptied.error()).isEmpty();
        assertThat(databases.source().value("SELECT count(*) FROM t")).isEqualTo("20");

        job.preSql("TRUNCATE @table");
        assertThat(Findings.only(Outcome.FAILED, job).detail()).contains("preSql would wait for the reader");
        assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
    }

    @Test
    void aTableOfTheSameNameElsewhereIsAnother() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)");

        Findings.assertNone(databases.job().table("t").preSql("TRUNCATE @table"));
    }

    @Test
    void whatMayNotBeAskedIsSaid() throws SQLException {
        databases
                .destination()
                .execute("CREATE TABLE t (id int, v text)", "REVOKE SELECT ON pg_catalog.pg_stat_activity FROM PUBLIC");
        TestJob job = jobOfUser();

        Finding finding = Findings.only(Outcome.UNKNOWN, job);
        assertThat(finding.check()).isEqualTo("destination connections");
        assertThat(finding.detail()).contains("permission denied for").contains("pg_stat_activity");
        databases.succeed(job);

        databases.destination().execute("GRANT SELECT ON pg_catalog.pg_stat_activity TO PUBLIC");
    }

    @Test
    void aStandbyTakesNoRows() throws SQLException {
        try (TestingPostgres primary =
                TestingPostgres.builder().config("max_wal_senders", "5").build()) {
            primary.execute("CREATE TABLE t (id int, v text)");
            try (TestingPostgres standby = primary.newStandby()) {
                TestJob job = new TestJob(databases.source(), standby.database("postgres")).table("t");

                Finding finding = Findings.only(Outcome.FAILED, job);
                assertThat(finding.check()).isEqualTo("destination server");
                assertThat(finding.detail()).contains("it is a standby");
                assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
            }
        }
    }
}
