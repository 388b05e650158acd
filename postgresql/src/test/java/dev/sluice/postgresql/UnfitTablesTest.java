package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import dev.sluice.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table comes that a pattern happens to meet and that cannot be followed: the job goes on with the others, whatever ends. */
@Timeout(60)
final class UnfitTablesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("unfit", "t.*");

    @TempDir
    private Path folder;

    private TestDatabase source = DATABASES.source();
    private String user = "";
    private RealtimeJobs jobs = new RealtimeJobs(TestEndpoint.of(source), TestEndpoint.of(source), Path.of(""));

    /** The job is that of an ordinary user, who owns what he follows. */
    @BeforeEach
    void follow() throws SQLException {
        source = DATABASES.source();
        user = "u_" + source.name();
        source.createUser(user, "secret");
        source.execute(
                "ALTER ROLE " + user + " REPLICATION",
                "GRANT CREATE ON DATABASE " + source.name() + " TO " + user,
                "CREATE TABLE t (id int PRIMARY KEY)",
                "ALTER TABLE t OWNER TO " + user,
                "INSERT INTO t VALUES (1)");
        jobs = new RealtimeJobs(
                TestEndpoint.of(source).as(user, "secret"), TestEndpoint.of(DATABASES.destination()), folder);
    }

    @AfterEach
    void forget() throws SQLException {
        jobs.forget(JOB);
        source.execute("DROP OWNED BY " + user + " CASCADE", "DROP ROLE " + user);
    }

    private void make(String table, String owner) throws SQLException {
        source.execute(
                "CREATE TABLE " + table,
                "ALTER TABLE t_new OWNER TO " + (owner.equals("the job's") ? user : "CURRENT_USER"),
                "GRANT SELECT ON t_new TO " + user);
    }

    private SyncException failure(RealtimeJob job) {
        return jobs.run(job, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            t_new (a int)             | the job's      | PREFLIGHT_FAILED | nothing identifies the rows of public.t_new
            t_new (a int PRIMARY KEY) | somebody's     | SOURCE_FAILED    | must be owner of
            """)
    void isNamedAtEachStart(String table, String owner, ErrorCode code, String reason) throws SQLException {
        jobs.catchUp(JOB);
        make(table, owner);
        for (int id = 2; id < 4; id++) {
            source.execute("INSERT INTO t VALUES (" + id + ")");

            SyncException failure = failure(JOB);

            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(reason);
            DATABASES.assertSame("t");
        }
        source.execute("INSERT INTO t_new VALUES (1)", "UPDATE t_new SET a = 2");
    }

    @Test
    void keepsNoneOfTheOthersThatComeWithIt() throws SQLException {
        jobs.catchUp(JOB);
        make("t_new (a int)", "the job's");
        source.execute(
                "CREATE TABLE t_good (id int PRIMARY KEY)",
                "ALTER TABLE t_good OWNER TO " + user,
                "INSERT INTO t_good VALUES (1)");

        assertThat(failure(JOB)).hasMessageContaining("public.t_new").message().doesNotContain("t_good");

        DATABASES.assertSame("t_good");
    }

    @Test
    void isRefusedAtTheFirstStart() throws SQLException {
        make("t_new (a int)", "the job's");

        assertThat(failure(JOB)).hasMessageContaining("nothing identifies the rows of public.t_new");

        assertThat(source.value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
    }

    /** Nobody knows then which tables are followed; that passes. */
    @Test
    void isNoReasonToGiveUpWhileTheDestinationIsAway() throws SQLException {
        jobs.catchUp(JOB);
        make("t_new (a int)", "the job's");
        TestEndpoint away = TestEndpoint.of(DATABASES.destination()).at("localhost", 1);
        jobs = new RealtimeJobs(TestEndpoint.of(source).as(user, "secret"), away, folder);

        assertThat(failure(JOB).code()).isEqualTo(ErrorCode.UNREACHABLE);
    }

    @Test
    void bringsNoRowsToTheTableOfAnother() throws SQLException {
        RealtimeJob job = RealtimeJobs.ruled("unfit", "t.*", "none", "Rename: {\"expression\": \"all_of_them\"}");
        jobs.catchUp(job);
        make("t_new (a int PRIMARY KEY)", "the job's");
        source.execute("INSERT INTO t VALUES (2)");

        assertThat(failure(job))
                .hasMessageContaining("public.t and public.t_new would go to one table, public.all_of_them, where");

        DATABASES.assertSame("t", "all_of_them");
    }

    /** One that nobody wants is no failure either. */
    @Test
    void isLeftOutByTheRules() throws SQLException {
        RealtimeJob job = RealtimeJobs.with(
                "unfit", "t.*", "{\"DdlHandlingSettings\": [{\"Type\": \"CreateTable\", \"Action\": \"Ignore\"}]}");
        jobs.catchUp(job);
        make("t_new (a int)", "the job's");
        source.execute("INSERT INTO t VALUES (2)");

        jobs.catchUp(job);

        DATABASES.assertSame("t");
    }

    @Test
    void isLeftOutWhereNothingIsCopied() throws SQLException {
        RealtimeJob job = RealtimeJobs.followingOnly("unfit", "t.*");
        DATABASES.destination().execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        jobs.catchUp(job);
        make("t_new (a int)", "the job's");
        source.execute("INSERT INTO t VALUES (2)");

        assertThat(failure(job)).hasMessageContaining("nothing identifies the rows of public.t_new");

        DATABASES.assertSame("t");
    }

    /** The next attempt looks at everything once more. */
    @ParameterizedTest
    @ValueSource(strings = {"t_new (a int)", "t_new (a int PRIMARY KEY)"})
    void endsNoRunThatTriesAgain(String table) throws SQLException {
        try (Running run = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            make(table, "somebody's");
            run.await(() -> jobs.warnings().stream().anyMatch(one -> one.contains("go on without public.t_new")));
            source.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity"
                    + " WHERE application_name = 'sluice' AND datname = current_database()");
            source.execute("INSERT INTO t VALUES (2)");

            run.await(DATABASES.destination(), "EXISTS (SELECT 1 FROM t WHERE id = 2)");
        }
    }
}
