package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.HandTime;
import dev.sluice.batch.RunStatus;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.job.Workspace;
import dev.sluice.preflight.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where on a job's changes count, of ends in memory. */
@Timeout(60)
final class BeginningTest {
    private static final TableName A = new TableName("public", "a");
    private static final TableName B = new TableName("public", "b");
    private static final TableName NEW = new TableName("public", "new");

    @TempDir
    private Path folder;

    private final HandTime time = new HandTime();
    private final World world = new World(time, "a", "b");
    private final List<String> warnings = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    private RealtimeReport run(RealtimeJob job, Optional<Lsn> from) {
        return run(job, from, world);
    }

    private RealtimeReport run(RealtimeJob job, Optional<Lsn> from, Ends ends) {
        RealtimeListener listener = new RealtimeListener() {
            @Override
            public void checked(List<Finding> findings) {}

            @Override
            public void changed(RealtimeStatus status) {}

            @Override
            public void done(String text) {
                done.add(text);
            }

            @Override
            public void warned(String text) {
                warnings.add(text);
            }
        };
        FirstCopy copy =
                new FirstCopy(job.settings().runtime().copy(), new LocalEngine(4), folder, dev.sluice.Time.system());
        return new RealtimeRun(job, ends, copy, new RunPlan(RunPlan.Until.CAUGHT_UP, from), listener, time).run();
    }

    private RealtimeReport runFrom(Lsn from) {
        return run(Jobs.fullAndRealtime(), Optional.of(from));
    }

    private RealtimeReport run() {
        return run(Jobs.fullAndRealtime(), Optional.empty());
    }

    private static RealtimeJob realtimeOnly() {
        return Jobs.of("DatabaseRealtimeMigration", "RealtimeIncremental", "}]");
    }

    /** The destination has the tables, and the source keeps changes from the second transaction on. */
    private void restoredBehindTheFirst() {
        world.commit("one");
        world.slot = Optional.of(World.behind(1));
        world.commit("two");
        world.commit("three");
        world.made.addAll(world.tables);
    }

    @Test
    void isWhereTheUserSaysAndTablesThatAreThereCountAsCopied() {
        restoredBehindTheFirst();

        assertThat(runFrom(World.behind(2)).error()).isEmpty();

        assertThat(world.arrived).containsExactly("three");
        assertThat(world.steps).doesNotContain("snapshot");
        assertThat(world.copies).containsOnly(entry(A, World.behind(2)), entry(B, World.behind(2)));
        assertThat(done).contains("public.a counts as copied at " + World.behind(2));
        assertThat(warnings).isEmpty();
    }

    @Test
    void isNotedLastSoThatACrashLeavesNothingHalf() {
        restoredBehindTheFirst();
        world.fail("copied b", new SyncException(ErrorCode.INTERNAL, "the process died"));

        runFrom(World.behind(2));

        assertThat(world.position).isEmpty();
        assertThat(runFrom(World.behind(2)).error()).isEmpty();
        assertThat(world.arrived).containsExactly("three");
    }

    @Test
    void copiesATableThatTheDestinationLacks() {
        restoredBehindTheFirst();
        world.tables.add(NEW);

        assertThat(runFrom(World.behind(1)).error()).isEmpty();

        assertThat(world.steps).contains("copying new").doesNotContain("copying a", "copying b");
        assertThat(world.copies).containsEntry(NEW, World.behind(3));
    }

    @Test
    void copiesATableWhoseCopyWasInterrupted() {
        restoredBehindTheFirst();
        world.begun.add(B);

        assertThat(runFrom(World.behind(1)).error()).isEmpty();

        assertThat(world.steps).contains("copying b").doesNotContain("copying a");
    }

    /** Also where the destination keeps no definitions. */
    @Test
    void copiesATableWhoseCopyIntoAStreamWasInterrupted() {
        restoredBehindTheFirst();
        Ends noting = noting();
        try (ChangeSink sink = noting.sink()) {
            sink.start(World.behind(1), List.of(A, B, NEW));
            sink.copied(A, World.behind(1), WorldSource.defined(A));
            sink.copying(B, WorldSource.defined(B));
        }
        world.add("new");
        world.made.add(NEW);

        assertThat(run(Jobs.fullAndRealtime(), Optional.of(World.behind(2)), noting)
                        .error())
                .isEmpty();

        assertThat(world.steps).contains("copying b", "copying new").doesNotContain("copying a");
    }

    private Ends noting() {
        JobFolder notes = JobFolder.of(
                Workspace.of(folder, Map.of()), Jobs.fullAndRealtime().identity());
        return new Ends() {
            @Override
            public ChangeSource source() {
                return world.source();
            }

            @Override
            public ChangeSink sink() {
                return new NotingSink(world.sink(), notes, time);
            }
        };
    }

    @Test
    void whatIsLeftOutByItIsSaid() {
        run();
        world.commit("left out");
        world.commit("brought over");

        assertThat(runFrom(World.behind(1)).error()).isEmpty();

        assertThat(world.arrived).containsExactly("brought over");
        assertThat(warnings)
                .containsExactly("what was committed at the source between " + World.behind(0) + " and "
                        + World.behind(1) + " is left out for good, as --from-lsn says; tables that it changed differ"
                        + " from now on");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0/1  | 0/1: the source keeps changes from 0/20 on | Name a position from 0/20 on, or leave it out
            0/41 | 0/41: the source has come to 0/40 only | Name a position from 0/20 to 0/40, or leave it out
            """)
    void isRefusedWhereTheSourceHasNoChangesFromThereOn(String from, String message, String hint) {
        restoredBehindTheFirst();

        RealtimeReport report = runFrom(Lsn.parse(from));

        assertRefused(report, "--from-lsn " + message);
        assertThat(report.error().flatMap(SyncException::hint)).contains(hint);
    }

    @Test
    void isRefusedWhereTheDestinationIsBehindIt() {
        run();
        world.commit("one");
        run();
        world.slot = Optional.of(World.behind(0));

        assertRefused(
                runFrom(World.behind(0)),
                "--from-lsn 0/10: the source keeps changes from 0/10 on, and the destination has all before 0/20");
    }

    @Test
    void isRefusedWhereNothingKeepsChanges() {
        world.commit("one");

        assertRefused(runFrom(World.behind(1)), "--from-lsn 0/20: the source has no replication slot di_slot_world");
        assertThat(world.slot).isEmpty();
    }

    @Test
    void isRefusedWhereTheDestinationHasGoneBackBehindWhatTheSourceKeeps() {
        run();
        world.commit("one");
        run();
        world.position = Optional.of(World.behind(0));

        RealtimeReport report = run();

        assertUnfit(report, "what lies between is lost");
        assertThat(report.error().orElseThrow().hint()).get().asString().contains("--from-lsn " + World.behind(1));
        assertThat(runFrom(World.behind(1)).error()).isEmpty();
    }

    @Test
    void isRefusedWhereTheSourceHasGoneBack() {
        run();
        world.commit("one");
        run();
        world.committed.clear();

        assertUnfit(run(), "it is not what it was");
    }

    @Test
    void takesATableThatCameBehindTheChecksLikeTheOthers() {
        world.when("prepare", () -> world.add("late"));

        assertThat(run().error()).isEmpty();

        assertThat(world.published).containsAll(world.copies.keySet());
        assertThat(world.copies).containsKey(new TableName("public", "late"));
    }

    @Test
    void isRefusedWhereATableCannotBeFollowed() {
        world.unfit.add(B);

        assertUnfit(run(), "public.b has no key");
    }

    @Test
    void goesOnWithoutATableThatCannotBeFollowed() {
        run();
        world.add("new");
        world.unfit.add(NEW);
        world.commit("one");

        RealtimeReport report = run();

        assertThat(report.outcome()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().asString().contains("public.new has no key");
        assertThat(world.arrived).containsExactly("one");
        assertThat(world.published).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void isRefusedWhereAFollowedTableCannotBeAnyMore() {
        run();
        world.unfit.add(B);

        assertUnfit(run(), "public.b has no key");
    }

    @Test
    void isRefusedForAJobThatFollowsNothing() {
        RealtimeReport report = run(Jobs.of("DatabaseOfflineMigration", "Full", "}]"), Optional.of(World.behind(0)));

        assertRefused(report, "--from-lsn 0/10: this job follows no changes");
    }

    private static void assertUnfit(RealtimeReport report, String message) {
        assertThat(report.outcome()).isEqualTo(RunStatus.NOT_STARTED);
        SyncException error = report.error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
        assertThat(error).hasMessageContaining(message);
    }

    private static void assertRefused(RealtimeReport report, String message) {
        assertThat(report.outcome()).isEqualTo(RunStatus.NOT_STARTED);
        SyncException error = report.error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.COMMAND_INVALID);
        assertThat(error).hasMessageStartingWith(message);
    }

    @Test
    void ofAJobWithoutACopyIsTheSlotsOwnAndMissingTablesAreMade() {
        world.commit("before");

        assertThat(run(realtimeOnly(), Optional.empty()).error()).isEmpty();

        assertThat(world.made).containsExactlyInAnyOrderElementsOf(world.tables);
        assertThat(world.copies).containsOnly(entry(A, World.behind(1)), entry(B, World.behind(1)));
        assertThat(world.arrived).isEmpty();
    }

    /** What came to be between two runs, or between two attempts, is like what comes while one goes on. */
    @Test
    void ofATableThatComesLaterIsItsCopyAlsoWithoutAFirstCopy() {
        run(realtimeOnly(), Optional.empty());
        world.tables.add(NEW);

        assertThat(run(realtimeOnly(), Optional.empty()).error()).isEmpty();

        assertThat(world.steps).contains("copying new").doesNotContain("copying a");
    }

    /** A job that followed nothing before, or one that was dropped while another process ran it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
             | the source keeps no changes: what lies between is lost
            2 | the source keeps changes from 0/30 on only: what lies between is lost
            """)
    void isRefusedWhereTablesWereCopiedBeforeTheSourceKeptChanges(Integer slot, String message) {
        world.commit("one");
        world.commit("two");
        world.copies.put(A, World.behind(1));
        world.slot = Optional.ofNullable(slot).map(World::behind);

        assertUnfit(run(), "The destination has public.a as it was at 0/20, and " + message);
        assertThat(world.published).isEmpty();
    }
}
