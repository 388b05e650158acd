package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a copy that failed, while the others are followed. */
final class FailedCopiesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("failing", "t.*");

    @TempDir
    private Path folder;

    private RealtimeJobs jobs;

    @BeforeEach
    void follow() throws SQLException {
        jobs = new RealtimeJobs(TestEndpoint.of(DATABASES.source()), TestEndpoint.of(DATABASES.destination()), folder);
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        jobs.catchUp(JOB);
    }

    @AfterEach
    void forget() {
        jobs.forget(JOB);
    }

    private static void makeRefused(String table) throws SQLException {
        DATABASES
                .source()
                .execute("CREATE TABLE " + table + " (a int PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        DATABASES.destination().execute("CREATE TABLE " + table + " (a int PRIMARY KEY CHECK (a > 1))");
    }

    private SyncException failure() {
        return jobs.run(JOB, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"t_a, t_b", "t_b, t_a", "t_new, t_2", "t_2, t_new"})
    void aTableIsFollowedUnderTheNameThatItHasGotSince(String before, String after) throws SQLException {
        makeRefused(before);
        assertThat(failure().code()).isEqualTo(ErrorCode.TOO_MANY_DIRTY_ROWS);
        DATABASES.source().execute("ALTER TABLE " + before + " RENAME TO " + after);
        jobs.catchUp(JOB);
        DATABASES.source().execute("INSERT INTO " + after + " VALUES (2)", "DELETE FROM " + after + " WHERE a = 1");
        jobs.catchUp(JOB);

        DATABASES.assertSame(after);
    }

    @Test
    void aTableThatIsTakenOutOfTheRulesIsForgotten() throws SQLException {
        makeRefused("t_new");
        assertThat(failure().code()).isEqualTo(ErrorCode.TOO_MANY_DIRTY_ROWS);
        DATABASES.source().execute("INSERT INTO t VALUES (2)");

        jobs.catchUp(RealtimeJobs.job("failing", "t"));

        DATABASES.assertSame("t");
    }

    @Test
    void aTableThatHasRowsIsNotLocked() throws SQLException {
        try (Running run = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            DATABASES.destination().execute("CREATE TABLE t_new (a int PRIMARY KEY)", "INSERT INTO t_new VALUES (7)");
            DATABASES.source().execute("CREATE TABLE t_new (a int PRIMARY KEY)");
            run.await(() -> !jobs.warnings().isEmpty());
            assertThat(jobs.warnings().get(0)).contains("has rows already");
            DATABASES.destination().execute("SET lock_timeout = '10s'; TRUNCATE t_new");
        }
    }
}
