package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.job.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that somebody wishes to be copied anew while a run follows them. */
@Timeout(60)
final class WishedCopiesTest {
    private static final TableName TABLE = new TableName("public", "b");

    @TempDir
    private Path folder;

    private final WorldRuns runs = new WorldRuns(() -> folder);

    @Test
    void aTableIsCopiedAnewAsItIsWishedWhileTheOthersGoOn() throws Exception {
        runs.run(WorldRuns.CATCH_UP);
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        Thread runner = new Thread(run::run);
        runner.start();
        CountDownLatch begun = new CountDownLatch(1);
        runs.world.when("copying b", begun::countDown);
        ResyncAnswer answer = run.resync(List.of(TABLE)).get();
        begun.await();
        while (run.status().tables().stream()
                .noneMatch(one -> one.name().equals(TABLE) && one.state() == TableState.LIVE)) {
            Thread.onSpinWait();
        }
        run.stop();
        runner.join();

        assertThat(answer).isEqualTo(new ResyncAnswer(List.of(TABLE), List.of()));
        assertThat(runs.world.steps).containsSubsequence("empty b", "copying b").doesNotContain("empty a");
        assertThat(Collections.frequency(runs.world.steps, "copying a")).isOne();
        assertThat(runs.world.copies).containsKey(TABLE);
        assertThat(run.status().restarts()).isZero();
    }

    /** What is wished outlives a failure that may pass, and ends no run where it cannot be. */
    @ParameterizedTest
    @CsvSource({"CONNECTION_LOST, true", "DESTINATION_FAILED, false"})
    void aTableThatCannotBeEmptiedEndsNoRun(ErrorCode code, boolean copied) throws Exception {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.fail("empty b", WorldRuns.failure(code));
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), WorldRuns.CATCH_UP);
        TableName nobody = new TableName("public", "nobody");
        Future<ResyncAnswer> done = run.resync(List.of(TABLE, nobody));

        RealtimeReport report = run.run();

        assertThat(report.error()).isEmpty();
        ResyncAnswer answer = done.get();
        assertThat(answer.taken()).isEqualTo(copied ? List.of(TABLE) : List.of());
        assertThat(answer.refused())
                .extracting(ResyncAnswer.Refused::text)
                .containsAll(copied ? List.of() : List.of("public.b is not copied anew: It failed"))
                .contains("public.nobody is not copied anew: the job does not follow it");
        assertThat(Collections.frequency(runs.world.steps, "copying b")).isEqualTo(copied ? 2 : 1);
        assertThat(runs.warnings).anyMatch(text -> text.contains("public.nobody is not copied anew"));
    }

    /** What the destination has is the last copy of the rows. */
    @Test
    void aTableThatTheSourceHasNotAnyMoreIsNotEmptied() throws Exception {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.tables.remove(TABLE);
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), WorldRuns.CATCH_UP);
        Future<ResyncAnswer> done = run.resync(List.of(TABLE));

        assertThat(run.run().error()).isEmpty();
        assertThat(done.get().refused()).containsExactly(new ResyncAnswer.Refused(TABLE, "the source's was dropped"));
        assertThat(runs.world.steps).doesNotContain("empty b");
    }

    /** Nobody else waits for whoever uses it: what comes from the source goes on. */
    @Test
    void aTableThatIsInUseIsEmptiedLater() throws Exception {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.used.add(TABLE);
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        Thread runner = WorldRuns.start(run);
        Future<ResyncAnswer> done = run.resync(List.of(TABLE, new TableName("public", "c")));
        CountDownLatch triedAgain = new CountDownLatch(2);
        runs.world.whenever("not empty b", triedAgain::countDown);
        triedAgain.await();
        assertThat(done).isNotDone();
        assertThat(runs.warnings).singleElement().asString().contains("public.b cannot be emptied yet: somebody");
        runs.world.used.clear();

        assertThat(done.get().taken()).containsExactlyInAnyOrder(TABLE, new TableName("public", "c"));
        run.stop();
        runner.join();
        assertThat(runs.world.steps).containsSubsequence("not empty b", "empty c", "not empty b", "empty b");
    }

    /** Reading on from the beginning of a large transaction may take longer than it is until the next look. */
    @Test
    void theStreamGoesOnWhileATableIsInUse() throws Exception {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.used.add(TABLE);
        AtomicInteger opened = new AtomicInteger();
        runs.world.whenever("follow", opened::incrementAndGet);
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        Thread runner = WorldRuns.start(run);
        int before = opened.get();
        CountDownLatch tried = new CountDownLatch(3);
        runs.world.whenever("not empty b", tried::countDown);
        List<Future<ResyncAnswer>> done = new ArrayList<>();
        done.add(run.resync(List.of(TABLE)));
        tried.await();
        assertThat(opened).hasValue(before);
        done.add(run.resync(List.of(TABLE)));
        runs.world.used.clear();

        for (Future<ResyncAnswer> one : done) {
            assertThat(one.get().taken()).containsExactly(TABLE);
        }
        run.stop();
        runner.join();
        assertThat(Collections.frequency(runs.world.steps, "empty b"))
                .as("two wishes")
                .isOne();
    }

    @Test
    void aRunThatFollowsNothingRefusesToCopyAnew() throws Exception {
        RealtimeRun run = runs.bind(Jobs.of("DatabaseOfflineMigration", "Full", "}]"), RunPlan.STANDARD);

        ResyncAnswer answer = run.resync(List.of(TABLE)).get();

        assertThat(answer.taken()).isEmpty();
        assertThat(answer.refused()).singleElement().asString().contains("follows no changes");
    }

    @Test
    void aTableThatIsCopiedAnewIsShownAsCopying() {
        List<TableStatus> seen = new ArrayList<>();
        List<Future<ResyncAnswer>> answers = new ArrayList<>();
        runs.run(WorldRuns.CATCH_UP);
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), WorldRuns.CATCH_UP);
        runs.world.when("follow", () -> answers.add(run.resync(List.of(TABLE))));
        runs.world.when("copied b", () -> seen.add(WorldRuns.status(run, "b")));

        assertThat(run.run().error()).isEmpty();

        assertThat(answers).hasSize(1).allMatch(Future::isDone);
        assertThat(seen.get(0).state()).isEqualTo(TableState.COPYING);
        assertThat(seen.get(0).copy()).isEmpty();
        assertThat(WorldRuns.status(run, "b").state()).isEqualTo(TableState.PAUSED);
        assertThat(WorldRuns.status(run, "b").copy()).isPresent();
    }

    @Test
    void aTableThatWaitsToBeCopiedAnewIsShownAsWaiting() {
        List<TableStatus> seen = new ArrayList<>();
        List<Future<ResyncAnswer>> answers = new ArrayList<>();
        runs.run(WorldRuns.CATCH_UP);
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), WorldRuns.CATCH_UP);
        runs.world.when("follow", () -> answers.add(run.resync(List.of(TABLE))));
        runs.world.when("empty b", () -> runs.world.when("follow", () -> seen.add(WorldRuns.status(run, "b"))));

        assertThat(run.run().error()).isEmpty();

        assertThat(answers).hasSize(1).allMatch(Future::isDone);
        assertThat(seen.get(0).copy()).isEmpty();
        assertThat(seen.get(0).state()).isIn(TableState.WAITING, TableState.COPYING);
    }
}
