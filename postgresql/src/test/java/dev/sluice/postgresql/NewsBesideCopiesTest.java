package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of other tables at the source while one that came to them is copied, which waits at a gate. */
@Timeout(120)
final class NewsBesideCopiesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.with("beside", "t.*", """
            {"DdlHandlingSettings": [{"Type": "RenameTable", "Action": "Normal"}]}""");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void follow() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY)",
                        "CREATE TABLE t_parts (id int NOT NULL) PARTITION BY RANGE (id)",
                        "CREATE TABLE t_part PARTITION OF t_parts FOR VALUES FROM (0) TO (10)",
                        "ALTER TABLE t_part ADD PRIMARY KEY (id)",
                        "INSERT INTO t VALUES (1)",
                        "INSERT INTO t_parts VALUES (1)");
        DATABASES.destination().execute("CREATE TABLE t_slow (id int PRIMARY KEY CHECK (" + Gate.CONDITION + "))");
        jobs.catchUp(JOB);
    }

    private static void beginCopy(Gate gate) throws SQLException, InterruptedException {
        DATABASES.source().execute("CREATE TABLE t_slow (id int PRIMARY KEY)", "INSERT INTO t_slow VALUES (1)");
        gate.awaitReached(1);
    }

    /** When it is put back, nobody sees any more that changes of it are missing. */
    @Test
    void aTableThatIsNotPublishedForAWhileIsCopiedAnew() throws Exception {
        try (Gate gate = new Gate(DATABASES.destination());
                Running running = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            beginCopy(gate);

            DATABASES.source().execute("ALTER PUBLICATION di_pub_beside DROP TABLE t", "INSERT INTO t VALUES (2)");
            running.await(() -> jobs.warnings().stream().anyMatch(text -> text.contains("public.t is emptied")));
            DATABASES.source().execute("ALTER PUBLICATION di_pub_beside ADD TABLE t");
            gate.open();
            running.await(DATABASES.destination(), "EXISTS (SELECT FROM t WHERE id = 2)");
        }

        DATABASES.assertSame("t");
        DATABASES.assertSame("t_slow");
        assertThat(jobs.warnings()).singleElement().asString().contains("di_pub_beside does not have it");
    }

    @Test
    void aPublicationThatLeavesChangesOutEndsTheRun() throws Exception {
        RealtimeRun run = jobs.run(JOB, RunPlan.Until.STOPPED);
        CompletableFuture<RealtimeReport> report = CompletableFuture.supplyAsync(run::run);
        try (Gate gate = new Gate(DATABASES.destination())) {
            while (run.status().state() != JobState.LIVE) {
                Thread.onSpinWait();
            }
            beginCopy(gate);

            DATABASES.source().execute("ALTER PUBLICATION di_pub_beside SET (publish = 'insert')");

            assertThat(report.get().error().map(SyncException::code)).contains(ErrorCode.PREFLIGHT_FAILED);
        } finally {
            run.stop();
        }
    }

    /** Later it would have rows, and be a reason for a copy. */
    @Test
    void aPartitionThatIsAttachedWithoutRowsIsTakenNoteOf() throws Exception {
        Since.assume(Since.PUBLISHED_ROOTS);
        try (Gate gate = new Gate(DATABASES.destination());
                Running running = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            beginCopy(gate);

            DATABASES
                    .source()
                    .execute(
                            "CREATE TABLE part_2 (LIKE t_part INCLUDING ALL)",
                            "ALTER TABLE t_parts ATTACH PARTITION part_2 FOR VALUES FROM (10) TO (20)");
            String oid = DATABASES.source().value("SELECT 'part_2'::regclass::oid");
            running.await(
                    DATABASES.destination(),
                    "EXISTS (SELECT FROM sluice_progress WHERE table_name = 't_parts'"
                            + " AND definition::jsonb -> 'parts' @> '[{\"oid\": " + oid + "}]')");
            DATABASES.source().execute("INSERT INTO t_parts VALUES (11)");
            gate.open();
            running.await(DATABASES.destination(), "EXISTS (SELECT FROM t_slow)");
            running.await(DATABASES.destination(), "EXISTS (SELECT FROM t_parts WHERE id = 11)");
        }
        jobs.catchUp(JOB);

        DATABASES.assertSame("t_parts");
        assertThat(jobs.warnings()).isEmpty();
    }

    @Test
    void tablesThatComeOrGetOtherNamesDoSoAfterIt() throws Exception {
        try (Gate gate = new Gate(DATABASES.destination());
                Running running = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            beginCopy(gate);

            DATABASES
                    .source()
                    .execute(
                            "ALTER TABLE t RENAME TO t_old",
                            "INSERT INTO t_old VALUES (2)",
                            "CREATE TABLE t (id int PRIMARY KEY)",
                            "INSERT INTO t VALUES (3)");
            running.await(DATABASES.destination(), "EXISTS (SELECT FROM t WHERE id = 2)");
            gate.open();
            running.await(DATABASES.destination(), "EXISTS (SELECT FROM t WHERE id = 3)");
        }

        DATABASES.assertSame("t");
        DATABASES.assertSame("t_old");
        DATABASES.assertSame("t_slow");
    }
}
