package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody between us and the server, or a trigger of theirs, lets a session forget its prepared statements. */
final class ForgottenStatementsTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("forgotten", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    /** A sequence goes on even where the transaction is rolled back. */
    @Test
    void areMadeAnewByAnotherSession() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)");
        jobs.catchUp(JOB);
        DATABASES
                .destination()
                .execute(
                        "CREATE SEQUENCE once",
                        "CREATE FUNCTION deallocate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                                + " IF nextval(''public.once'') = 1 THEN EXECUTE ''DEALLOCATE ALL''; END IF; RETURN NEW; END'",
                        "CREATE TRIGGER deallocate BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE deallocate()",
                        "ALTER TABLE t ENABLE ALWAYS TRIGGER deallocate");
        DATABASES.source().execute("INSERT INTO t VALUES (1)");

        RealtimeReport report = jobs.run(JOB, RunPlan.Until.CAUGHT_UP).run();

        assertThat(report.error()).isEmpty();
        assertThat(report.status().restarts()).isEqualTo(1);
        DATABASES.assertSame("t");
    }
}
