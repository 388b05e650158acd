package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.RunStatus;
import dev.sluice.job.RealtimeJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run does about the log that the source keeps for it. */
@Timeout(60)
final class WalGuardTest {
    @TempDir
    private Path folder;

    private final WorldRuns runs = new WorldRuns(() -> folder);
    private final World world = runs.world;

    private static RealtimeJob guarded() {
        return Jobs.of("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", """
                }], "JobSettings": {"RuntimeSettings": [
                    {"Name": "sluice.wal.warn.mb", "Value": "1"}, {"Name": "sluice.wal.giveup.mb", "Value": "2"}]}""");
    }

    @Test
    void warnsOfLogThatTheSourceKeepsOnceEachTime() {
        RealtimeRun run = runs.bind(guarded(), WorldRuns.CATCH_UP);
        world.when("commit", () -> {
            for (long retained : new long[] {10, 1_500_000, 1_600_000, 10, 1_500_000}) {
                world.retained = retained;
                run.guardWal();
            }
        });
        run.run();

        assertThat(runs.warnings).hasSize(2).allMatch(text -> text.startsWith("the source keeps 1500000 bytes of log"));
    }

    /** Returns the error of a run that ends since the source keeps too much. */
    private SyncException giveUp() throws InterruptedException {
        RealtimeRun run = runs.bind(guarded(), RunPlan.STANDARD);
        List<RealtimeReport> reports = new ArrayList<>();
        Thread runner = WorldRuns.start(run, reports::add);
        world.retained = 3_000_000;
        run.guardWal();
        runner.join();

        assertThat(reports).singleElement().extracting(RealtimeReport::outcome).isEqualTo(RunStatus.FAILED);
        assertThat(run.status().state()).isEqualTo(JobState.FAILED);
        SyncException error = reports.get(0).error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.SLOT_GIVEN_UP);
        return error;
    }

    @Test
    void givesTheSlotUpBeforeTheSourcesDiskIsFull() throws InterruptedException {
        SyncException error = giveUp();

        assertThat(error).hasMessageContaining("so its replication slot di_slot_world was dropped");
        assertThat(world.slot).isEmpty();
    }

    /** Another run may have the job, and reads from the slot. */
    @Test
    void dropsNoSlotBeforeItHasTheJob() {
        runs.run(WorldRuns.CATCH_UP);
        RealtimeRun run = runs.bind(guarded(), WorldRuns.CATCH_UP);
        world.retained = 3_000_000;
        world.when("source.check", run::guardWal);
        world.fail("prepare", WorldRuns.failure(ErrorCode.ALREADY_RUNNING));
        RealtimeReport report = run.run();

        assertThat(report.outcome()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(report.error()).get().extracting(SyncException::code).isEqualTo(ErrorCode.ALREADY_RUNNING);
        assertThat(world.slot).isPresent();
        assertThat(runs.warnings).singleElement().asString().startsWith("the source keeps 3000000 bytes of log");
    }

    @Test
    void triesToDropTheSlotAgainWhereThatFailedByWhatPasses() throws InterruptedException {
        world.fail("release", WorldRuns.failures(2, ErrorCode.SOURCE_UNAVAILABLE));

        assertThat(giveUp()).hasMessageContaining("was dropped");
        assertThat(world.slot).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCE_FAILED", "SOURCE_UNAVAILABLE", "UNREACHABLE"})
    void saysThatASlotIsThereStill(ErrorCode code) throws InterruptedException {
        world.fail("release", WorldRuns.failures(1000, code));

        SyncException error = giveUp();

        assertThat(error).hasMessageContaining("di_slot_world is still there").hasMessageContaining("It failed");
        assertThat(error.hint())
                .get()
                .asString()
                .contains("SELECT pg_drop_replication_slot('di_slot_world')", "sluice drop FILE");
        assertThat(world.slot).isPresent();
    }

    @Test
    void doesNotWaitForALookAtASourceThatIsSilent() throws InterruptedException {
        RealtimeRun run = runs.bind(guarded(), RunPlan.STANDARD);
        Thread runner = WorldRuns.start(run);
        CountDownLatch asked = new CountDownLatch(1);
        world.silent = true;
        world.when("status", asked::countDown);
        Thread watcher = new Thread(run::guardWal);
        watcher.start();
        asked.await();
        run.stop();
        runner.join();
        watcher.join();

        assertThat(run.status().state()).isEqualTo(JobState.STOPPED);
    }

    @Test
    void looksNoMoreWhenItHasEnded() {
        RealtimeRun run = runs.bind(guarded(), WorldRuns.CATCH_UP);
        run.run();
        world.retained = 1_500_000;

        run.guardWal();

        assertThat(runs.warnings).isEmpty();
        assertThat(run.status().state()).isEqualTo(JobState.FINISHED);
    }
}
