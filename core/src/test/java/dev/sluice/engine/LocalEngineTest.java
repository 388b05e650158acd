package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunCounters;
import dev.sluice.batch.RunListener;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.job.ErrorLimit;
import dev.sluice.job.Execution;
import dev.sluice.job.Format;
import dev.sluice.job.Settings;
import dev.sluice.job.Speed;
import dev.sluice.preflight.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class LocalEngineTest {
    @TempDir
    private Path folder;

    @AfterEach
    void leavesNoThread() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("sluice-"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 10", "1, 7, 1000", "2, 7, 1000", "8, 40, 500", "4, 2, 100", "3, 5, 0", "2, 3, 300000"})
    void movesEveryRowOnce(int channels, int splits, int rowsPerSplit) {
        CountingConnector numbers = new CountingConnector(splits, rowsPerSplit);

        RunReport report = run(numbers, channels).run();

        assertThat(report.error()).isEmpty();
        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(sorted(numbers.committed).equals(sorted(numbers.allRows()))).isTrue();
        assertThat(numbers.commits).hasValue(splits);
        assertThat(report.counts().recordsRead()).isEqualTo((long) splits * rowsPerSplit);
        assertThat(report.counts().recordsWritten()).isEqualTo((long) splits * rowsPerSplit);
        assertThat(report.counts().splitsDone()).isEqualTo(splits);
        assertThat(report.extent().channels()).isEqualTo(Math.min(channels, splits));
        assertEverythingIsClosed(numbers);
    }

    @Test
    void aFailingReaderEndsAllChannels() {
        CountingConnector numbers = new CountingConnector(6, 1000).failReadingAt(2500);

        RunReport report = run(numbers, 2).run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(error).hasMessageContaining("cannot read row 2500");
        });
        assertThat(report.counts().recordsWritten()).isEqualTo(numbers.committed.size());
        assertThat(numbers.committed).doesNotContain("row 2000", "row 2500");
        assertEverythingIsClosed(numbers);
    }

    @Test
    void aFailingWriterEndsAReaderThatWaitsForIt() {
        CountingConnector numbers = new CountingConnector(1, 10_000_000).failWritingOf("row 0");

        RunReport report = run(numbers, 1).run();

        assertThat(report.error())
                .get()
                .satisfies(error -> assertThat(error).hasMessageContaining("cannot write row 0"));
        assertThat(report.counts().recordsWritten()).isZero();
        assertEverythingIsClosed(numbers);
    }

    @Test
    void stopEndsARunThatHangs() throws Exception {
        CountingConnector numbers = new CountingConnector(4, 10).hangWriting();
        BatchRun run = run(numbers, 2);

        CompletableFuture<RunReport> report = CompletableFuture.supplyAsync(run::run);
        run.stop(new SyncException(ErrorCode.CANCELLED, "enough"));

        assertThat(report.get(30, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.get().error())
                .get()
                .satisfies(error -> assertThat(error).hasMessage("enough"));
        assertThat(numbers.cancels).hasPositiveValue();
        assertEverythingIsClosed(numbers);
    }

    @Test
    void stopEndsARunThatIsHeldBack() throws Exception {
        CountingConnector numbers = new CountingConnector(4, 1000);
        CompletableFuture<RunCounters> counters = new CompletableFuture<>();
        BatchRun run = run(numbers, new Speed(2, OptionalLong.empty(), OptionalLong.of(1)), counters::complete);

        CompletableFuture<RunReport> report = CompletableFuture.supplyAsync(run::run);
        RunCounters counted = counters.get();
        await(() -> counted.now().recordsRead() > 0);
        run.stop(new SyncException(ErrorCode.CANCELLED, "enough"));

        assertThat(report.get(30, TimeUnit.SECONDS).status()).isEqualTo(RunStatus.STOPPED);
        assertEverythingIsClosed(numbers);
    }

    @Test
    void anInterruptEndsTheRun() throws Exception {
        CountingConnector numbers = new CountingConnector(4, 10).hangWriting();
        CompletableFuture<RunCounters> counters = new CompletableFuture<>();
        CompletableFuture<RunReport> report = new CompletableFuture<>();
        BatchRun run = run(numbers, new Speed(2, OptionalLong.empty(), OptionalLong.empty()), counters::complete);
        Thread runner = new Thread(() -> report.complete(run.run()));
        runner.start();
        RunCounters counted = counters.get();
        await(() -> counted.now().recordsRead() > 0);

        runner.interrupt();

        runner.join();
        assertThat(report.get().error().orElseThrow().code()).isEqualTo(ErrorCode.CANCELLED);
        assertEverythingIsClosed(numbers);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    private static void assertEverythingIsClosed(CountingConnector numbers) {
        assertThat(numbers.openSources).hasValue(0);
        assertThat(numbers.openSinks).hasValue(0);
    }

    private BatchRun run(CountingConnector numbers, int channels) {
        return run(numbers, new Speed(channels, OptionalLong.empty(), OptionalLong.empty()), counters -> {});
    }

    private BatchRun run(CountingConnector numbers, Speed speed, Consumer<RunCounters> planned) {
        Settings settings = new Settings(ErrorLimit.silent(Format.V2), speed, Execution.LOCAL, Optional.empty());
        return new BatchRun(
                numbers.reader(),
                numbers.writer(),
                settings,
                new LocalEngine(),
                folder.resolve("dirty.jsonl"),
                new RunListener() {
                    @Override
                    public void checked(List<Finding> findings) {}

                    @Override
                    public void planned(BatchPlan plan, RunCounters counters) {
                        planned.accept(counters);
                    }
                },
                Time.system());
    }
}
