package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A destination that takes longer for a batch than the source waits for word of its reader. */
final class SlowDestinationTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("slow", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makeTable() throws SQLException {
        Since.assume(Since.SENDER_TIMEOUT_BY_DATABASE);
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text)");
        DATABASES
                .destination()
                .execute(
                        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END'",
                        "CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE slow()",
                        "ALTER TABLE t ENABLE ALWAYS TRIGGER slow");
        DATABASES.source().execute("ALTER DATABASE " + DATABASES.source().name() + " SET wal_sender_timeout = '1s'");
    }

    @Test
    void isWaitedFor() throws SQLException {
        jobs.catchUp(JOB);
        DATABASES.source().execute("INSERT INTO t SELECT i, repeat('x', 8000) FROM generate_series(1, 3500) i");

        RealtimeReport report = jobs.run(JOB, RunPlan.Until.CAUGHT_UP).run();

        assertThat(report.error()).isEmpty();
        assertThat(report.status().restarts()).isZero();
        DATABASES.assertSame("t");
    }
}
