package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunStatus;
import dev.sluice.job.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that come to a run, or to a job between two of its runs. */
@Timeout(60)
final class JoiningTablesTest {
    @TempDir
    private Path folder;

    private final WorldRuns runs = new WorldRuns(() -> folder);

    @Test
    void aTableThatComesLaterIsCopiedBesideTheOthers() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.commit("one");

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(runs.world.copies).containsKey(new TableName("public", "d"));
        assertThat(runs.world.arrived).containsExactly("one");
    }

    @Test
    void aTableThatComesWhileARunGoesOnIsCopiedToo() throws InterruptedException {
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), RunPlan.STANDARD);
        Thread runner = new Thread(run::run);
        runner.start();
        while (run.status().state() != JobState.LIVE) {
            Thread.onSpinWait();
        }
        runs.world.add("d");
        while (run.status().tables().stream()
                .noneMatch(table -> table.name().table().equals("d") && table.state() == TableState.LIVE)) {
            Thread.onSpinWait();
        }
        run.stop();
        runner.join();

        assertThat(runs.world.copies).containsKey(new TableName("public", "d"));
    }

    @Test
    void theOthersGoOnWithoutATableThatCannotBeCopied() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.add("e");
        runs.world.commit("one");
        runs.world.fail("copying d", WorldRuns.failures(2, ErrorCode.DESTINATION_FAILED));

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().extracting(Throwable::getMessage).isEqualTo("It failed");
        assertThat(runs.world.arrived).containsExactly("one");
        assertThat(runs.world.copies)
                .containsKey(new TableName("public", "e"))
                .doesNotContainKey(new TableName("public", "d"));
        assertThat(runs.warnings).singleElement().asString().contains("the other tables go on");
        assertThat(runs.run(WorldRuns.CATCH_UP).error()).isEmpty();
        assertThat(runs.world.copies).containsKey(new TableName("public", "d"));
    }

    /** Its copy is taken before it gets another definition, which comes when the others are behind that. */
    @Test
    void aTableThatIsToBeCopiedAnewHasNotArrived() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.when("writer d", () -> {
            runs.world.redefine("d");
            awaitEverythingElse();
        });

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(runs.world.steps).contains("arriving d").doesNotContain("arrived d");
        assertThat(Collections.frequency(runs.world.steps, "copying d")).isEqualTo(2);
        assertThat(runs.world.copies).containsEntry(new TableName("public", "d"), runs.world.end());
    }

    /** The others are behind that already, and of them all is there for good. */
    @Test
    void theSourceKeepsWhatATableThatComesReadsOnceMore() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.when("writer d", () -> {
            runs.world.redefine("d");
            awaitEverythingElse();
        });
        runs.world.when("arriving d", () -> runs.world.asynchronousCommits = 1);

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(runs.world.steps).contains("arriving d");
        assertThat(runs.world.slot).contains(runs.world.end());
    }

    private void awaitEverythingElse() {
        while (runs.world.position.orElseThrow().isBefore(runs.world.end())) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "copying d", "writer d", "copied d", "arriving d", "arrived d"})
    void aTableThatComesSurvivesWhatPasses(String step) {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.fail(step, WorldRuns.failure(ErrorCode.CONNECTION_LOST));

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(runs.world.copies).containsKey(new TableName("public", "d"));
    }

    @Test
    void keepsNothingOfACopyThatIsTriedAgain() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.fail("writer d", WorldRuns.failures(8, ErrorCode.CONNECTION_LOST));
        takeFewSecondsForEachStream();
        AtomicLong known = new AtomicLong();
        runs.world.when("copied d", () -> known.set(runs.world.knownSources()));

        assertThat(runs.run(WorldRuns.CATCH_UP).error()).isEmpty();
        assertThat(known).as("sources of the attempt and of its last copy").hasValueLessThan(3);
    }

    /** As long as nothing changes only time says that an attempt gets on. */
    @Test
    void aCopyThatIsTriedAgainDoesNotMakeFailuresOfTheRunAddUp() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.fail("writer d", WorldRuns.failures(130, ErrorCode.DESTINATION_UNAVAILABLE));
        takeFewSecondsForEachStream();
        for (int attempt = 0; attempt < 5; attempt++) {
            IntStream.range(0, 50).forEach(round -> runs.world.pass("follow"));
            runs.world.fail("follow", WorldRuns.failure(ErrorCode.CONNECTION_LOST));
        }

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.error()).isEmpty();
        assertThat(report.status().restarts()).isEqualTo(5);
    }

    /** A little more than the run waits before it copies a table again. */
    private void takeFewSecondsForEachStream() {
        AtomicInteger fetches = new AtomicInteger();
        runs.world.still = true;
        runs.world.whenever("follow", () -> fetches.set(0));
        runs.world.whenever("fetch", () -> {
            if (fetches.incrementAndGet() <= 6) {
                runs.time.pass(Duration.ofSeconds(1));
            }
        });
    }

    /** A run that is to end when everything is there says so where that cannot be. */
    @Test
    void aRunThatIsToCatchUpEndsWhereACopyFailsForTooLong() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.commit("one");
        runs.world.fail("copying d", WorldRuns.failures(1000, ErrorCode.DESTINATION_UNAVAILABLE));

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThatMessage(report).contains("failed for 30 minutes");
        assertThat(report.status().restarts()).isZero();
        assertThat(runs.world.arrived).containsExactly("one");
    }

    private static AbstractStringAssert<?> assertThatMessage(RealtimeReport report) {
        return assertThat(report.error())
                .get()
                .extracting(Throwable::getMessage)
                .asString();
    }

    /** Lets copies of a table fail when the run has gone on to follow the others. */
    private void failWhileRowsAreMoved(String table, int times) {
        AtomicBoolean followed = new AtomicBoolean();
        AtomicInteger left = new AtomicInteger(times);
        runs.world.whenever("copying " + table, () -> followed.set(false));
        runs.world.whenever("follow", () -> followed.set(true));
        runs.world.whenever("writer " + table, () -> {
            while (!followed.get()) {
                Thread.onSpinWait();
            }
            if (left.getAndDecrement() > 0) {
                throw WorldRuns.failure(ErrorCode.DESTINATION_UNAVAILABLE);
            }
        });
    }

    @Test
    void aRunThatIsToCatchUpEndsWhereACopyFailsForTooLongWhileRowsAreMoved() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        failWhileRowsAreMoved("d", 400);

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThatMessage(report).contains("failed for 30 minutes");
        assertThat(report.status().restarts()).isZero();
    }

    @Test
    void aCopyThatFailsForTooLongTakesNoOtherTableAlong() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.add("e");
        failWhileRowsAreMoved("d", 400);

        RealtimeReport report = runs.run(WorldRuns.CATCH_UP);

        assertThatMessage(report).contains("first copy of public.d failed", "failed for 30 minutes");
        assertThat(runs.world.copies)
                .containsKey(new TableName("public", "e"))
                .doesNotContainKey(new TableName("public", "d"));
    }

    /** Somebody may have to do something about the one, which may never be. */
    @Test
    void aCopyThatFailsAgainAndAgainDoesNotKeepOthersFromTheirs() {
        runs.run(WorldRuns.CATCH_UP);
        List.of("d", "e", "f", "g").forEach(runs.world::add);
        runs.world.fail("copying d", WorldRuns.failures(1000, ErrorCode.SOURCE_UNAVAILABLE));

        runs.run(WorldRuns.CATCH_UP);

        List<String> steps = List.copyOf(runs.world.steps);
        for (String table : List.of("e", "f", "g")) {
            List<String> before = steps.subList(0, steps.indexOf("copied " + table));
            assertThat(Collections.frequency(before, "copying d")).isBetween(1, 5);
        }
    }

    @Test
    void aRunThatIsToCatchUpDoesNotMissATableThatWentBeforeItsCopy() {
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.fail("copying d", WorldRuns.failure(ErrorCode.DESTINATION_FAILED));
        runs.world.when("fetch", () -> runs.world.tables.remove(new TableName("public", "d")));

        assertThat(runs.run(WorldRuns.CATCH_UP).error()).isEmpty();
    }

    @Test
    void aRunThatIsToCatchUpDoesNotMissATableThatWentAfterItsCopyFailed() {
        TableName failed = new TableName("public", "d");
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.add("e");
        runs.world.fail("copying d", WorldRuns.failures(2, ErrorCode.DESTINATION_FAILED));
        runs.world.when("copied e", () -> runs.world.when("fetch", () -> runs.world.tables.remove(failed)));

        assertThat(runs.run(WorldRuns.CATCH_UP).error()).isEmpty();
        assertThat(runs.world.tables).doesNotContain(failed);
    }

    @Test
    void aTableWhoseCopyIsTriedAgainHasNotFailed() {
        List<TableStatus> seen = new ArrayList<>();
        runs.run(WorldRuns.CATCH_UP);
        runs.world.add("d");
        runs.world.fail("writer d", WorldRuns.failure(ErrorCode.DESTINATION_UNAVAILABLE));
        RealtimeRun run = runs.bind(Jobs.fullAndRealtime(), WorldRuns.CATCH_UP);
        runs.world.when("copied d", () -> seen.add(WorldRuns.status(run, "d")));

        assertThat(run.run().error()).isEmpty();

        assertThat(seen.get(0).state()).isEqualTo(TableState.COPYING);
    }
}
