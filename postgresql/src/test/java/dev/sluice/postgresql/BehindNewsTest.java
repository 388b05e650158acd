package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** News of whole tables when a run begins that is behind: what was committed before comes first, and what is copied is not new. */
final class BehindNewsTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job("Alert");

    @BeforeEach
    void makeTables() throws SQLException {
        for (String table : new String[] {"t", "t_other"}) {
            DATABASES
                    .source()
                    .execute(
                            "CREATE TABLE " + table + " (id int PRIMARY KEY, v text)",
                            "INSERT INTO " + table + " SELECT i, 'first' FROM generate_series(1, 10) i");
        }
    }

    private static RealtimeJob job(String action) {
        return RealtimeJobs.with("behind", "t.*", """
                {"DdlHandlingSettings": [{"Type": "CreateTable", "Action": "%s"}, {"Type": "RenameTable", "Action": "%s"},
                     {"Type": "DropTable", "Action": "%s"}, {"Type": "ModifyColumn", "Action": "Normal"}]}
                """.formatted(action, action, action));
    }

    private SyncException failure() {
        return jobs.run(job, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE t", "ALTER TABLE t RENAME TO mine", "ALTER TABLE t RENAME TO t_2"})
    void theLastRowsOfATableThatGoesCome(String leaving) throws SQLException {
        jobs.catchUp(job);

        DATABASES.source().execute("INSERT INTO t VALUES (11, 'last')", "DELETE FROM t WHERE id = 1", leaving);
        jobs.catchUp(job);

        assertThat(DATABASES.text("SELECT count(*) || ' ' || min(id) || ' ' || max(id) FROM t"))
                .isEqualTo("10 2 11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE t", "ALTER TABLE t RENAME TO t_2"})
    void theJobStopsBehindWhatCameBefore(String leaving) throws SQLException {
        job = job("Critical");
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute("INSERT INTO t VALUES (11, 'last')", "INSERT INTO t_other VALUES (11, 'last')", leaving);

        assertThat(failure().code()).isEqualTo(ErrorCode.DDL_REFUSED);
        assertThat(DATABASES.count("t")).isEqualTo(11);
        DATABASES.assertSame("t_other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alert", "Critical"})
    void whatIsCopiedAnewIsNoNewTable(String action) throws SQLException {
        job = job(action);
        jobs.catchUp(job);

        DATABASES.source().execute("ALTER TABLE t ALTER v TYPE int USING length(v)", "INSERT INTO t VALUES (11, 11)");
        jobs.catchUp(job);

        DATABASES.assertSame("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alert", "Critical"})
    void whatAFirstCopyHasNotBegunIsNoNewTable(String action) throws SQLException {
        job = job(action);
        DATABASES
                .destination()
                .execute("CREATE TABLE t_other (id int PRIMARY KEY, v text)", "INSERT INTO t_other VALUES (1, 'mine')");
        assertThat(failure()).hasMessageContaining("has rows already");

        assertThat(failure()).hasMessageContaining("has rows already");
        DATABASES.destination().execute("DELETE FROM t_other");
        jobs.catchUp(job);

        DATABASES.assertSame("t");
        DATABASES.assertSame("t_other");
    }

    /** The destination's table of that name is another one's until that has left it. */
    @Test
    void aTableThatGetsTheNameOfOneThatWentWaits() throws SQLException {
        job = job("Normal");
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute(
                        "INSERT INTO t VALUES (11, 'last')",
                        "DROP TABLE t_other",
                        "ALTER TABLE t RENAME TO t_other",
                        "CREATE TABLE t (id int PRIMARY KEY, v text)",
                        "INSERT INTO t VALUES (1, 'new')");
        jobs.catchUp(job);

        DATABASES.assertSame("t");
        DATABASES.assertSame("t_other");
    }
}
