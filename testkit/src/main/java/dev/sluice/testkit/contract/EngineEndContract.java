package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.Engine;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.testkit.contract.Numbers.Step;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong in an engine ends all channels, is said, and leaves nothing open; the counts say what is there. */
@Timeout(60)
public abstract class EngineEndContract {
    private static final int ROWS_PER_SPLIT = 20;

    private final SyncException failure = new SyncException(ErrorCode.SOURCE_FAILED, "Something broke");
    private final Engine engine;

    @TempDir
    private Path folder;

    /** Makes the suite for one engine. */
    protected EngineEndContract(Engine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @EnumSource
    void aStepFails(Step broken) {
        AtomicInteger times = new AtomicInteger();
        Numbers numbers = new Numbers(9, ROWS_PER_SPLIT, (all, step, row) -> {
            if (step == broken && times.incrementAndGet() == 2) {
                throw failure;
            }
        });

        RunReport report = EngineRun.bind(engine, numbers, 3, folder).run();

        assertFailed(report, numbers);
        assertThat(numbers.committed.size() % ROWS_PER_SPLIT).isZero();
    }

    @Test
    void theFirstFailureIsSaidAndTheOthersAreKeptWithIt() {
        CountDownLatch writing = new CountDownLatch(1);
        Numbers numbers = new Numbers(2, ROWS_PER_SPLIT, (all, step, row) -> {
            if (step == Step.WRITE) {
                writing.countDown();
                all.hang();
            } else if (step == Step.READ && row == ROWS_PER_SPLIT) {
                writing.await();
                throw failure;
            }
        });

        RunReport report = EngineRun.bind(engine, numbers, 2, folder).run();

        assertFailed(report, numbers);
        assertThat(report.error().orElseThrow().getSuppressed())
                .isNotEmpty()
                .allSatisfy(EngineEndContract::assertCancelled);
        assertThat(numbers.committed).isEmpty();
    }

    @Test
    void aReaderThatWaitsForItsWriterEndsWithIt() {
        Numbers numbers = new Numbers(1, 10_000_000, (all, step, row) -> {
            if (step == Step.WRITE) {
                throw failure;
            }
        });

        assertFailed(EngineRun.bind(engine, numbers, 1, folder).run(), numbers);
    }

    @Test
    void whatASinkCommittedBeforeItFailedCounts() {
        Numbers numbers = new Numbers(1, 1_000_000, (all, step, row) -> {
                    if (step == Step.COMMIT) {
                        throw failure;
                    }
                })
                .committingEarly(1);

        assertFailed(EngineRun.bind(engine, numbers, 1, folder).run(), numbers);
        assertThat(numbers.committed).hasSize(1_000_000);
    }

    @Test
    void stopEndsWhatHangs() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        Numbers numbers = new Numbers(4, ROWS_PER_SPLIT, hangingWriter(writing));
        BatchRun run = EngineRun.bind(engine, numbers, 2, folder);

        BlockingQueue<RunReport> reports = new ArrayBlockingQueue<>(1);
        start(run, reports);

        writing.await();
        run.stop(failure);
        RunReport report = reports.take();

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.error()).containsSame(failure);
        assertThat(report.counts().recordsWritten()).isZero();
        numbers.assertSettled(report.counts());
    }

    @Test
    void interruptingWhoWaitsForItEndsIt() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        Numbers numbers = new Numbers(4, ROWS_PER_SPLIT, hangingWriter(writing));
        BatchRun run = EngineRun.bind(engine, numbers, 2, folder);
        BlockingQueue<RunReport> reports = new ArrayBlockingQueue<>(1);
        Thread runner = start(run, reports);

        writing.await();
        runner.interrupt();
        RunReport report = reports.take();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertCancelled(report.error().orElseThrow());
        numbers.assertSettled(report.counts());
    }

    private static Thread start(BatchRun run, BlockingQueue<RunReport> reports) {
        Thread runner = new Thread(() -> reports.add(run.run()), "runner");
        runner.start();
        return runner;
    }

    private static Numbers.Witness hangingWriter(CountDownLatch writing) {
        return (numbers, step, row) -> {
            if (step == Step.WRITE) {
                writing.countDown();
                numbers.hang();
            }
        };
    }

    private void assertFailed(RunReport report, Numbers numbers) {
        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(failure.code());
            assertThat(error).hasMessage(failure.getMessage());
        });
        numbers.assertSettled(report.counts());
    }

    private static void assertCancelled(Throwable error) {
        assertThat(error)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
}
