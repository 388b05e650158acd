package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that the source's table fits and the destination's does not: its table fails alone. */
final class UnfitRulesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.ruled("unfit_rules", "ruled", "t", """
            HandleDml: {"dmlPolicies": [
                {"dmlType": "Update", "dmlAction": "Filter", "filterCondition": "only_here(v)"}]}""");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makeTables() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE FUNCTION only_here(text) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT true'",
                        "CREATE TABLE t (id int PRIMARY KEY)",
                        "INSERT INTO t VALUES (1)");
    }

    private void assertFails(String table) {
        assertThat(jobs.run(JOB, RunPlan.Until.CAUGHT_UP).run().error())
                .get()
                .asString()
                .contains("filterCondition of Update cannot be asked of " + table);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofATableThatJoins(boolean there) throws SQLException {
        jobs.catchUp(JOB);
        String table = "CREATE TABLE ruled (id int PRIMARY KEY, v text)";
        DATABASES.source().execute(table, "INSERT INTO ruled VALUES (1, 'v')");
        if (there) {
            DATABASES.destination().execute(table);
        }
        for (int id = 2; id < 4; id++) {
            assertFails("public.ruled");
            DATABASES.source().execute("UPDATE ruled SET v = 'changed'", "INSERT INTO t VALUES (" + id + ")");
        }

        assertFails("public.ruled");

        DATABASES.assertSame("t");
        DATABASES.destination().execute("CREATE FUNCTION only_here(text) RETURNS bool LANGUAGE sql AS 'SELECT true'");
        jobs.catchUp(JOB);
        DATABASES.source().execute("UPDATE ruled SET v = 'changed again'");
        jobs.catchUp(JOB);
        DATABASES.assertSame("ruled");
    }

    @Test
    void ofATableThatIsMissingAtTheFirstStart() throws SQLException {
        DATABASES
                .source()
                .execute("CREATE TABLE ruled (id int PRIMARY KEY, v text)", "INSERT INTO ruled VALUES (1, 'v')");
        assertFails("public.ruled");
        DATABASES.source().execute("UPDATE ruled SET v = 'changed'", "INSERT INTO t VALUES (2)");

        assertFails("public.ruled");
    }
}
