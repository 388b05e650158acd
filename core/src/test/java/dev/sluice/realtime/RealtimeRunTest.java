package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.HandTime;
import dev.sluice.batch.RunStatus;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run against ends in memory, whose failures are made by hand, as time is. */
@Timeout(60)
final class RealtimeRunTest {
    private static final RunPlan CATCH_UP = WorldRuns.CATCH_UP;

    @TempDir
    private Path folder;

    private final WorldRuns runs = new WorldRuns(() -> folder);
    private final HandTime time = runs.time;
    private final World world = runs.world;
    private final List<String> warnings = runs.warnings;
    private final List<JobState> states = runs.states;

    private RealtimeReport run(RunPlan plan) {
        return runs.run(plan);
    }

    @Test
    void copiesAndFollowsUntilItHasCaughtUp() {
        RealtimeReport first = run(CATCH_UP);
        assertThat(first.error()).isEmpty();
        assertThat(first.outcome()).isEqualTo(RunStatus.SUCCEEDED);
        // Three rows for each of four channels, which three tables share.
        assertThat(first.status().rowsCopied()).isEqualTo(12);
        assertThat(world.copies.keySet()).containsExactlyInAnyOrderElementsOf(world.tables);
        assertThat(states).containsExactly(JobState.COPYING, JobState.CATCHING_UP, JobState.LIVE, JobState.FINISHED);

        world.commit("one");
        world.commit("two");
        RealtimeReport second = run(CATCH_UP);
        assertThat(second.status().follow().applied().changes()).isEqualTo(2);
        assertThat(second.status().follow().position()).contains(World.behind(2));
        assertThat(world.arrived).containsExactly("one", "two");
        assertThat(world.slot).contains(World.behind(2));
    }

    /** The destination counts anew after a failure; the run does not. */
    @Test
    void countsWhatItBringsAndWhatFindsNoRow() {
        run(CATCH_UP);
        Stream.of("one", "no row 1", "two", "no row 2", "no row 3").forEach(world::commit);
        world.pass("apply");
        world.pass("apply");
        world.fail("apply", WorldRuns.failure(ErrorCode.CONNECTION_LOST));

        FollowStatus.Applied applied = run(CATCH_UP).status().follow().applied();

        assertThat(world.arrived).containsExactly("one", "two");
        assertThat(applied.transactions()).isEqualTo(5);
        assertThat(applied.changes()).isEqualTo(5);
        assertThat(applied.missedRows()).isEqualTo(3);
        assertThat(warnings).singleElement().asString().startsWith("rows that the source changed are not at the");
    }

    @ParameterizedTest
    @CsvSource({
        "retain, SOURCE_UNAVAILABLE",
        "snapshot, CONNECTION_LOST",
        "copying b, DESTINATION_UNAVAILABLE",
        "copied b, CONNECTION_LOST",
        "start, CONNECTION_LOST",
        "follow, SOURCE_UNAVAILABLE",
        "fetch, CONNECTION_LOST",
        "apply, DESTINATION_UNAVAILABLE",
        "commit, CONNECTION_LOST",
        "acknowledge, CANCELLED"
    })
    void goesOnAfterWhatPasses(String step, ErrorCode code) {
        world.fail(step, WorldRuns.failure(code), WorldRuns.failure(code));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(report.status().restarts()).isEqualTo(2);
        assertThat(runs.troubles).containsExactly(code, code);
        assertThat(report.status().trouble()).isEmpty();
        assertThat(world.copies).hasSize(3);
        assertThat(states).contains(JobState.PAUSED).endsWith(JobState.FINISHED);
    }

    /** The ends in memory fail where more is acknowledged; here the destination says of some commits that they may be lost. */
    @Test
    void letsTheSourceForgetWhatIsThereForGoodAndNothingElse() {
        run(CATCH_UP);
        Stream.of("one", "two", "three", "four").forEach(world::commit);
        world.asynchronousCommits = 3;

        assertThat(run(CATCH_UP).error()).isEmpty();

        assertThat(world.asynchronousCommits).isZero();
        assertThat(world.slot).contains(World.behind(4));
        assertThat(world.flushed).isEqualTo(World.behind(4));
    }

    /** A run ends only when all that it was to bring over is there for good. */
    @Test
    void endsWhenTheLastOfItIsThereForGood() {
        run(CATCH_UP);
        world.commit("one");
        world.asynchronousCommits = 1;

        assertThat(run(CATCH_UP).error()).isEmpty();

        assertThat(world.flushed).isEqualTo(World.behind(1));
        assertThat(world.slot).contains(World.behind(1));
    }

    @Test
    void appliesNothingTwice() {
        run(CATCH_UP);
        Stream.of("one", "two", "three", "four").forEach(world::commit);
        world.fail("apply", WorldRuns.failure(ErrorCode.CONNECTION_LOST));
        world.fail("commit", WorldRuns.failure(ErrorCode.CONNECTION_LOST));
        world.fail("acknowledge", WorldRuns.failure(ErrorCode.CONNECTION_LOST));

        assertThat(run(CATCH_UP).error()).isEmpty();
        assertThat(world.arrived).containsExactly("one", "two", "three", "four");
    }

    @Test
    void copiesAgainOnlyWhatWasNotNoted() {
        world.fail("copied b", WorldRuns.failure(ErrorCode.CONNECTION_LOST));

        run(CATCH_UP);

        assertThat(world.steps).containsOnlyOnce("copied a").contains("copying b", "copied b");
        assertThat(Collections.frequency(world.steps, "copying b")).isEqualTo(2);
    }

    @Test
    void givesUpAfterTheRestartsThatTheJobAllows() {
        world.fail("retain", WorldRuns.failures(9, ErrorCode.SOURCE_UNAVAILABLE));
        RealtimeReport report = run(CATCH_UP);

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThat(report.status().state()).isEqualTo(JobState.FAILED);
        assertThat(report.status().restarts()).isEqualTo(3);
        assertThat(report.status().trouble()).get().extracting(Trouble::code).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
        assertThat(report.error())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("It failed", "3 restarts");
        assertThat(time.seconds()).isBetween(931.0, 935.0);
    }

    @ParameterizedTest
    @CsvSource({"55, SUCCEEDED", "80, FAILED"})
    void bearsAnOutageAsLongAsTheWindow(int knocks, RunStatus outcome) {
        world.fail("fetch", WorldRuns.failure(ErrorCode.CONNECTION_LOST));
        world.pass("source.check");
        world.fail("source.check", WorldRuns.failures(knocks, ErrorCode.UNREACHABLE));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.outcome()).isEqualTo(outcome);
    }

    @Test
    void bearsFailuresOfALongCopyThatAreFarApart() {
        world.tables.removeIf(table -> !table.table().equals("a"));
        world.whenever("copying a", () -> time.pass(Duration.ofHours(1)));
        world.fail("copied a", WorldRuns.failures(9, ErrorCode.CONNECTION_LOST));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(report.status().restarts()).isEqualTo(9);
    }

    /** A copy that waits for minutes and fails is not one that went well for minutes. */
    @Test
    void bearsFewFailuresOfACopyThatNeverMovesARow() {
        world.whenever("copying a", () -> time.pass(Duration.ofMinutes(2)));
        world.fail("writer a", WorldRuns.failures(9, ErrorCode.CONNECTION_LOST));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThat(report.status().restarts()).isEqualTo(3);
    }

    @Test
    void showsWhatFailedUntilTheDestinationHasMore() {
        run(CATCH_UP);
        world.commit("one");
        world.fail("apply", WorldRuns.failure(ErrorCode.CONNECTION_LOST));
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), CATCH_UP);
        List<Optional<Trouble>> shown = new ArrayList<>();
        world.when("commit", () -> shown.add(run.status().trouble()));

        assertThat(run.run().status().trouble()).isEmpty();

        assertThat(shown)
                .singleElement()
                .satisfies(trouble ->
                        assertThat(trouble).get().extracting(Trouble::code).isEqualTo(ErrorCode.CONNECTION_LOST));
    }

    @Test
    void showsWhatFailedNoMoreAsSoonAsItHasPassed() throws InterruptedException {
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        Thread runner = WorldRuns.start(run);
        world.when("fetch", () -> {
            throw WorldRuns.failure(ErrorCode.CONNECTION_LOST);
        });
        while (run.status().restarts() == 0 || run.status().trouble().isPresent()) {
            Thread.onSpinWait();
        }
        run.stop();
        runner.join();

        assertThat(runs.troubles).containsExactly(ErrorCode.CONNECTION_LOST);
        assertThat(run.status().restarts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retain", "copying a", "apply"})
    void endsAtOnceWhereTimeDoesNotHelp(String step) {
        world.fail(step, WorldRuns.failure(ErrorCode.DESTINATION_FAILED));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThat(report.status().restarts()).isZero();
        assertThat(time.seconds()).isLessThan(10);
    }

    @Test
    void namesTheTableWhoseFirstCopyFailed() {
        world.fail("copying b", WorldRuns.failure(ErrorCode.DESTINATION_FAILED));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.error())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("public.b", "It failed");
        assertThat(report.status().tables())
                .filteredOn(table -> table.state() == TableState.FAILED)
                .singleElement()
                .satisfies(table -> assertThat(table.name()).isEqualTo(new TableName("public", "b")));
    }

    @ParameterizedTest
    @CsvSource({"source.check, UNREACHABLE", "source.check, AUTHENTICATION_FAILED", "prepare, ALREADY_RUNNING"})
    void doesNotStartWhereAServerRefuses(String step, ErrorCode code) {
        world.fail(step, WorldRuns.failure(code));

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.outcome()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(report.error()).get().extracting(SyncException::code).isEqualTo(code);
        assertThat(world.slot).isEmpty();
        assertThat(time.seconds()).isZero();
    }

    @Test
    void stopsWhenItIsTold() throws InterruptedException {
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        List<RealtimeReport> reports = new ArrayList<>();
        Thread runner = WorldRuns.start(run, reports::add);
        run.stop();
        runner.join();

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(RunStatus.STOPPED);
            assertThat(report.error()).isEmpty();
        });
        assertThat(run.status().tables())
                .allSatisfy(table -> assertThat(table.state()).isEqualTo(TableState.PAUSED));
    }

    @Test
    void stopsBeforeItHasBegun() {
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        run.stop();

        assertThat(run.run().outcome()).isEqualTo(RunStatus.STOPPED);
        assertThat(world.slot).isEmpty();
    }

    @Test
    void doesNotMakeANewSlotForAJobThatHasLostIts() {
        run(CATCH_UP);
        world.slot = Optional.empty();

        RealtimeReport report = run(CATCH_UP);

        assertThat(report.error())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("di_slot_world", "gone");
        assertThat(world.slot).isEmpty();
    }

    @Test
    void saysHowFarBehindItIsWhileTheDestinationKeepsItWaiting() throws InterruptedException {
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        Thread runner = WorldRuns.start(run);
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        world.when("apply", () -> {
            waiting.countDown();
            awaitEnd(end);
        });
        world.commit("one");
        waiting.await();
        time.pass(Duration.ofMinutes(1));
        run.guardWal();
        RealtimeStatus status = run.status();
        end.countDown();
        run.stop();
        runner.join();

        assertThat(status.state()).isEqualTo(JobState.CATCHING_UP);
        assertThat(status.follow().lagBytes()).hasValue(World.STEP);
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RealtimeJob ignoring() {
        return Jobs.of("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", """
                , "TransformationRules": [{"RuleName": "r", "RuleActionType": "HandleDml", "RuleTargetType": "Table"}]}],
                  "TransformationRules": [{"RuleName": "r", "RuleActionType": "HandleDml", "RuleTargetType": "Table",
                      "RuleExpression": {"dmlPolicies": [{"dmlType": "Insert", "dmlAction": "Ignore"}]}}]""");
    }

    @Test
    void changesThatARuleIgnoresBringNothingForward() {
        RealtimeJob job = ignoring();
        assertThat(runs.bind(job, CATCH_UP).run().error()).isEmpty();
        world.commit("ignored");
        world.still = true;
        for (SyncException failure : WorldRuns.failures(9, ErrorCode.DESTINATION_UNAVAILABLE)) {
            world.pass("apply");
            world.fail("apply", failure);
        }
        world.fail("apply", WorldRuns.failure(ErrorCode.DESTINATION_FAILED));

        RealtimeReport report = runs.bind(job, RunPlan.STANDARD).run();

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThat(report.status().restarts()).isEqualTo(3);
    }

    @Test
    void leavesOutWhatARuleIgnores() {
        RealtimeJob job = ignoring();
        assertThat(runs.bind(job, CATCH_UP).run().error()).isEmpty();
        world.commit("ignored");

        assertThat(runs.bind(job, CATCH_UP).run().error()).isEmpty();
        assertThat(world.arrived).isEmpty();
        assertThat(world.position).contains(World.behind(1));
    }

    @Test
    void copiesWithoutKeepingChanges() {
        RealtimeJob job = Jobs.of("DatabaseOfflineMigration", "Full", "}]");

        assertThat(runs.bind(job, RunPlan.STANDARD).run().outcome()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(world.copies).hasSize(3);
        assertThat(world.slot).isEmpty();
        assertThat(world.steps).contains("state").doesNotContain("retain", "follow");
    }

    @Test
    void followsWithoutCopying() {
        world.commit("before");
        RealtimeJob job = Jobs.of("DatabaseRealtimeMigration", "RealtimeIncremental", "}]");
        runs.bind(job, CATCH_UP).run();
        world.commit("after");
        runs.bind(job, CATCH_UP).run();

        assertThat(world.arrived).containsExactly("after");
        assertThat(world.steps).doesNotContain("snapshot", "copying a");
    }

    @Test
    void waitsForWhatAnEarlierRunHasLeftAtWork() {
        world.earlier = 5;

        assertThat(runs.run(CATCH_UP).error()).isEmpty();
        assertThat(runs.warnings).singleElement().asString().contains("a session", "it is waited for");
    }

    @Test
    void doesNotBeginAsLongAsAnEarlierRunIsAtWork() {
        world.earlier = 100;
        world.fail("prepare", WorldRuns.failure(ErrorCode.ALREADY_RUNNING));

        assertThat(runs.run(CATCH_UP).outcome()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(Collections.frequency(world.steps, "awaitEarlier")).isEqualTo(11);
    }
}
