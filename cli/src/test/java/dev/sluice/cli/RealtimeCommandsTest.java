package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.ClosedPort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one asks of a real-time job that does not run: check, status, stop and drop. */
final class RealtimeCommandsTest {
    private static final String LEFT_AT_SOURCE = """
            select (select count(*) from pg_replication_slots where slot_name = 'di_slot_live' )
                 + (select count(*) from pg_publication where pubname = 'di_pub_live')""";

    @TempDir
    private Path folder;

    private LiveCopy live;

    @BeforeEach
    void open() throws SQLException {
        live = new LiveCopy(folder);
        live.tables(2, 100);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    @Test
    void checkChangesNothing() throws SQLException {
        Outcome outcome = live.sluice("check");

        assertThat(outcome.exitCode()).as(outcome.out()).isEqualTo(0);
        assertThat(outcome.out()).contains("source connection", "destination connection", "A run can start.");
        assertThat(live.source().value(LEFT_AT_SOURCE)).isEqualTo("0");
        assertThat(live.destination().value("select to_regclass('sluice_progress') is null"))
                .isEqualTo("t");
    }

    @Test
    void checkFindsWhatIsMissing() throws IOException {
        live.workspace().dataSource("destination", live.destination(), "nobody", "x");
        Path report = folder.resolve("report.json");

        Outcome outcome = live.sluice("check", "--report", report.toString());

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).contains("failed", "A run cannot start.");
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.get("findings").findValuesAsText("code")).contains("AUTHENTICATION_FAILED");
    }

    @Test
    void statusOfAJobThatNeverRan() {
        Outcome outcome = live.sluice("status");

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.out())
                .contains("live (live), FullAndRealtimeIncremental", "not running; it never ran in this workspace")
                .contains("knows nothing of the job", "di_slot_live is not there", "di_pub_live is not there");
    }

    @Test
    void statusOfAJobThatHasRun() throws SQLException, IOException {
        live.catchUp();
        live.source().execute("insert into t1 select i, repeat('x', 1000) from generate_series(1000, 1100) i");

        Outcome outcome =
                live.sluice("status", "--report", folder.resolve("status.json").toString());

        assertThat(outcome.out())
                .contains("not running; finished at ", "has everything before ", "di_slot_live, idle, keeps ")
                .containsPattern("public\\.t1 +paused +100 ")
                .containsPattern("public\\.t2 +paused +100 ");
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("status.json").toFile());
        assertThat(json.get("running").asBoolean()).isFalse();
        assertThat(json.at("/source/slot/active").asBoolean()).isFalse();
        assertThat(json.at("/source/slot/retainedBytes").asLong()).isGreaterThan(100_000);
        assertThat(json.at("/run/state").asText()).isEqualTo("FINISHED");
        assertThat(json.at("/run/tables")).hasSize(2);
        assertThat(json.at("/orphanedSlots")).isEmpty();
    }

    @Test
    void statusSaysWhatIsNotKnownWhenAServerIsGone() {
        live.catchUp();
        try (ClosedPort nobody = new ClosedPort()) {
            live.workspace().dataSource("source", nobody.port(), "shop", "me", "secret-word");

            Outcome outcome = live.sluice("status");

            assertThat(outcome.exitCode()).isEqualTo(0);
            assertThat(outcome.out())
                    .contains("Source       does not answer, so that what it keeps is not known: ")
                    .contains("has everything before ", "public.t1")
                    .doesNotContain("secret-word");
        }
    }

    @Test
    void statusListsSlotsThatNobodyNeeds() throws SQLException {
        live.source().execute("select pg_create_logical_replication_slot('di_slot_forgotten', 'pgoutput')");

        Outcome outcome = live.sluice("status");

        assertThat(outcome.out()).contains("di_slot_forgotten", "SELECT pg_drop_replication_slot('di_slot_forgotten')");
    }

    @Test
    void stopSaysThatNothingRuns() {
        Outcome outcome = live.sluice("stop");

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.out()).contains("Nothing runs the job live in this workspace");
    }

    @Test
    void dropLeavesNothing() throws SQLException {
        live.catchUp();

        Outcome outcome = live.sluice("drop");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        assertThat(outcome.out())
                .contains("Removed at the source: the replication slot di_slot_live, ", "the publication di_pub_live")
                .contains("Removed at the destination: the progress of the job live, the table sluice_progress");
        assertThat(live.source().value(LEFT_AT_SOURCE)).isEqualTo("0");
        assertThat(live.destination().value("select to_regclass('sluice_progress') is null"))
                .isEqualTo("t");
        assertThat(folder.resolve(".sluice/realtime/live")).doesNotExist();
        assertThat(live.destination().value("select count(*) from t1")).isEqualTo("100");
        assertThat(live.sluice("drop").out())
                .contains("Removed at the source: nothing", "Removed at the destination: nothing");
    }

    /** The first copies of a run of another workspace read from no slot. */
    @Test
    void nothingIsDroppedAsLongAsAnotherWorkspaceRunsTheJob() throws SQLException {
        live.catchUp();
        try (Connection run = live.destination().connect();
                Statement lock = run.createStatement()) {
            lock.execute("select pg_advisory_lock(('x' || substr(md5('sluice job live'), 1, 16))::bit(64)::bigint)");

            Outcome outcome = live.sluice("drop");

            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.err()).contains("The job live is running already");
            assertThat(live.source().value(LEFT_AT_SOURCE)).isEqualTo("2");
        }
    }

    @Test
    void dropTakesWhatIsLeft() throws SQLException {
        live.catchUp();
        live.source().execute("select pg_drop_replication_slot('di_slot_live')");

        Outcome outcome = live.sluice("drop");

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.out()).contains("Removed at the source: ", "the publication di_pub_live");
        assertThat(live.source().value(LEFT_AT_SOURCE)).isEqualTo("0");
    }

    @Test
    void dropNeedsBothSidesUnlessItIsForced() throws SQLException {
        live.catchUp();
        try (ClosedPort nobody = new ClosedPort()) {
            live.workspace().dataSource("destination", nobody.port(), "shop", "me", "x");

            Outcome refused = live.sluice("drop");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(live.source().value(LEFT_AT_SOURCE)).isEqualTo("2");

            Outcome forced = live.sluice("drop", "--force");
            assertThat(forced.exitCode()).isEqualTo(0);
            assertThat(forced.err())
                    .contains("Left at the destination", "DELETE FROM sluice_progress WHERE job = 'live'");
            assertThat(live.source().value(LEFT_AT_SOURCE)).isEqualTo("0");
        }
    }

    @Test
    void resyncCopiesATableAnewInTheNextRun() throws SQLException {
        live.catchUp();
        live.destination().execute("update t1 set v = 'astray'", "delete from t2");

        Outcome outcome = live.sluice("resync", "public.t1");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        assertThat(outcome.out()).contains("Emptied, and copied anew by the next run: public.t1");
        assertThat(live.sluice("status").out())
                .containsPattern("public.t1 +waiting")
                .containsPattern("public.t2 +paused");
        assertThat(live.catchUp().err()).contains("public.t1").doesNotContain("public.t2: first copy");
        assertThat(live.destination().value("select count(*) from t1 where v <> 'astray'"))
                .isEqualTo("100");
        assertThat(live.destination().value("select count(*) from t2")).isEqualTo("0");
    }

    @Test
    void resyncCopiesATableOfAJobAnewThatFollowsNothing() throws SQLException {
        live.job("DatabaseOfflineMigration", "Full", "");
        assertThat(live.sluice("run").exitCode()).isEqualTo(0);
        live.destination().execute("update t1 set v = 'astray'", "update t2 set v = 'astray'");

        assertThat(live.sluice("resync", "public.t1").exitCode()).isEqualTo(0);

        assertThat(live.sluice("run").exitCode()).isEqualTo(0);
        assertThat(live.destination().value("select count(*) from t1 where v = 'astray'"))
                .isEqualTo("0");
        assertThat(live.destination().value("select count(*) from t2 where v = 'astray'"))
                .isEqualTo("100");
    }

    @Test
    void resyncNamesTheTablesThatItCanBeOf() throws SQLException {
        live.catchUp();

        Outcome outcome = live.sluice("resync", "public.t1", "t2");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("t2 is not one of the job's tables", "public.t1, public.t2");
        assertThat(live.destination().value("select count(*) from t1")).isEqualTo("100");
    }

    /** What the destination has may be the last copy of the rows. */
    @Test
    void resyncEmptiesNothingThatCannotBeCopiedAnew() throws SQLException {
        live.catchUp();
        live.source().execute("drop table t1");

        Outcome outcome = live.sluice("resync", "public.t2", "public.t1");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("public.t1 is not copied anew: the source's was dropped", "Nothing is emptied");
        assertThat(live.destination().value("select (select count(*) from t1) + (select count(*) from t2)"))
                .isEqualTo("200");
    }

    @Test
    void resyncSaysOfATableThatTheJobDoesNotChooseAnyMore() throws SQLException {
        live.catchUp();
        live.follow("t1", "");

        Outcome outcome = live.sluice("resync", "public.t2");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("public.t2 is not copied anew: the job does not choose it any more");
        assertThat(live.destination().value("select count(*) from t2")).isEqualTo("100");
    }

    @Test
    void resyncSaysWhoUsesATable() throws SQLException {
        live.catchUp();
        try (Connection reading = live.destination().connect();
                Statement statement = reading.createStatement()) {
            statement.execute("set application_name = 'report'; begin; lock table t1 in access share mode");

            Outcome outcome = live.sluice("resync", "public.t1", "public.t2");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("copied anew by the next run: public.t2")
                    .doesNotContain("t1");
            assertThat(outcome.err()).contains("public.t1 is not copied anew: it is in use by", "application report");
        }
        assertThat(live.destination().value("select count(*) from t1")).isEqualTo("100");
    }

    @Test
    void aJobWhoseSlotIsGoneSaysHowToRepairIt() throws SQLException {
        live.catchUp();
        live.source().execute("select pg_drop_replication_slot('di_slot_live')");

        Outcome outcome = live.catchUp();

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("The replication slot di_slot_live is gone from the source", "sluice drop FILE");
        live.sluice("drop");
        live.destination().execute("truncate t1, t2");
        assertThat(live.catchUp().exitCode()).isEqualTo(0);
    }

    @Test
    void batchJobsAreNotStopped() {
        live.workspace().write("jobs/copy.json", new CopyJob().toString());

        Outcome outcome = live.workspace().sluice("stop", "copy.json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("is a batch job");
    }
}
