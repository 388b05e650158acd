package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.ResyncAnswer;
import dev.sluice.realtime.RunPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that somebody wishes to have copied anew. */
@Timeout(60)
final class ResyncTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final TableName TABLE = new TableName("public", "t");
    private static final RealtimeJob JOB = RealtimeJobs.with("resync", "t|other", """
            {"DdlHandlingSettings": [{"Type": "DropTable", "Action": "Alert"}, {"Type": "RenameTable", "Action": "Critical"},
                {"Type": "CreateTable", "Action": "Ignore"}]}
            """);

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final List<Future<ResyncAnswer>> answers = new ArrayList<>();

    @BeforeEach
    void copy() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY)",
                        "CREATE TABLE other (id int PRIMARY KEY)",
                        "INSERT INTO t SELECT generate_series(1, 3)");
        jobs.catchUp(JOB);
    }

    private RealtimeRun wish(RealtimeJob job) {
        RealtimeRun run = jobs.run(job, RunPlan.Until.CAUGHT_UP);
        answers.add(run.resync(List.of(TABLE)));
        return run;
    }

    private void assertNotEmptied() throws SQLException {
        assertThat(answers).allMatch(Future::isDone);
        assertThat(DATABASES.text("SELECT count(*) FROM t")).isEqualTo("3");
        assertThat(jobs.warnings()).anyMatch(warning -> warning.startsWith("public.t is not copied anew: "));
    }

    /** What the destination has is the last copy of the rows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE t",
                "DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY)",
                "ALTER TABLE t RENAME TO away",
                "ALTER TABLE t RENAME TO away; ALTER TABLE other RENAME TO t"
            })
    void aTableThatIsNotThatOfTheSourceAnyMoreKeepsItsRows(String statements) throws SQLException {
        DATABASES.source().execute(statements.split("; "));

        wish(JOB).run();

        assertNotEmptied();
    }

    @Test
    void aTableThatIsNotChosenAnyMoreKeepsItsRows() throws SQLException {
        RealtimeRun run = wish(RealtimeJobs.exactly("resync", "other"));

        assertThat(run.run().error()).isEmpty();
        assertNotEmptied();
    }

    @Test
    void aTableIsCopiedAnew() throws SQLException {
        DATABASES.destination().execute("INSERT INTO t VALUES (0)");

        assertThat(wish(JOB).run().error()).isEmpty();

        DATABASES.assertSame("t", "t");
    }

    /** Whoever reads it keeps it from being emptied, and our wait keeps others from reading it. */
    @ParameterizedTest
    @ValueSource(strings = {"LOCK TABLE t IN ACCESS SHARE MODE", "LOCK TABLE part IN ACCESS SHARE MODE"})
    void aTableThatIsInUseIsNotWaitedForWithoutEnd(String lock) throws SQLException {
        DATABASES
                .destination()
                .execute(
                        "DROP TABLE t",
                        "CREATE TABLE t (id int NOT NULL) PARTITION BY RANGE (id)",
                        "CREATE TABLE part PARTITION OF t FOR VALUES FROM (1) TO (10)",
                        "INSERT INTO t VALUES (1)");
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB);
                Connection reading = DATABASES.destination().connect();
                Statement statement = reading.createStatement()) {
            sink.prepare(source.tables());
            statement.execute("SET application_name = 'report'; BEGIN; " + lock);

            assertThat(sink.emptyIfUnused(TABLE))
                    .get()
                    .asString()
                    .matches("it is in use by process \\d+ \\(user .*, application report, idle in transaction\\)");

            assertThat(sink.progress().tables()).containsKey(TABLE);
            statement.execute("COMMIT");
            assertThat(DATABASES.text("SELECT count(*) FROM t")).isEqualTo("1");
            assertThat(sink.emptyIfUnused(TABLE)).isEmpty();
            assertThat(sink.progress().tables()).doesNotContainKey(TABLE);
        }
        assertThat(DATABASES.text("SELECT count(*) FROM t")).isEqualTo("0");
    }
}
