package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job without a first copy: nobody reads from the state in which its slot was made. */
@Timeout(60)
final class FollowingOnlyTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.followingOnly("following", "t.*");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @Test
    void letsTheSourceGoOnFromTheFirst() throws SQLException {
        TestDatabase source = DATABASES.source();
        source.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE t_2 (id int PRIMARY KEY)");

        try (Running run = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            source.execute(
                    "SET lock_timeout = '2s'; ALTER TABLE t ADD x int; TRUNCATE t_2; INSERT INTO t VALUES (1, 7)");
            run.await(source, """
                    NOT EXISTS (SELECT 1 FROM pg_stat_activity
                                 WHERE application_name = 'sluice' AND datname = current_database()
                                   AND (backend_xmin IS NOT NULL OR state = 'idle in transaction'))""");
            run.await(DATABASES.destination(), "EXISTS (SELECT 1 FROM t WHERE x = 7)");
        }
        DATABASES.assertSame("t");
    }
}
