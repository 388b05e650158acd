package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.Engine;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.testkit.contract.Numbers.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An engine moves every row once, on any number of channels, and counts what it moves. The rows are in the memory of this
 * process: an engine whose channels work elsewhere adopts the suite on a cluster within this process.
 */
@Timeout(60)
public abstract class EngineContract {
    private final Engine engine;

    @TempDir
    private Path folder;

    /** Makes the suite for one engine. */
    protected EngineContract(Engine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 10", "1, 7, 1000", "2, 7, 1000", "8, 40, 500", "4, 2, 100", "3, 5, 0", "2, 3, 300000"})
    void movesEveryRowOnce(int channels, int splits, int rowsPerSplit) {
        Numbers numbers = new Numbers(splits, rowsPerSplit);

        RunReport report = EngineRun.bind(engine, numbers, channels, folder).run();

        assertSucceeded(report, numbers);
        assertThat(numbers.commits).hasValue(splits);
        assertThat(report.counts().splitsDone()).isEqualTo(splits);
        assertThat(report.extent()).isEqualTo(new RunReport.Extent(engine.name(), Math.min(channels, splits), splits));
    }

    @Test
    void aFreeChannelTakesTheNextSplit() {
        int splits = 10;
        CountDownLatch others = new CountDownLatch(splits - 1);
        Numbers numbers = new Numbers(splits, 10, (all, step, row) -> {
            if (step == Step.COMMIT) {
                others.countDown();
            } else if (step == Step.READ && row == 0) {
                others.await();
            }
        });

        assertSucceeded(EngineRun.bind(engine, numbers, 2, folder).run(), numbers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void countsWhatIsDirtyAndLeavesItOut(int channels) throws Exception {
        Numbers numbers = new Numbers(9, 100).refusing(row -> row % 10 == 3);

        RunReport report = EngineRun.bind(engine, numbers, channels, folder).run();

        assertSucceeded(report, numbers);
        assertThat(report.counts().dirtyRecords()).isEqualTo(90);
        assertThat(Files.readAllLines(report.dirtyFile().orElseThrow()))
                .hasSize(90)
                .allMatch(line -> line.contains("3\""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void moreDirtyRowsThanAllowedEndIt(int channels) {
        Numbers numbers = new Numbers(9, 100).refusing(row -> row % 10 == 3);

        RunReport report = EngineRun.bind(engine, numbers, channels, OptionalLong.of(25), folder)
                .run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error())
                .get()
                .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.TOO_MANY_DIRTY_ROWS));
        assertThat(report.counts().dirtyRecords()).isBetween(26L, 25L + channels);
        numbers.assertSettled(report.counts());
    }

    private static void assertSucceeded(RunReport report, Numbers numbers) {
        List<String> all = new Numbers(1, numbers.rows()).goodRows();
        assertThat(report.error()).isEmpty();
        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(sorted(numbers.committed).equals(sorted(numbers.goodRows()))).isTrue();
        assertThat(report.counts().recordsRead()).isEqualTo(all.size());
        assertThat(report.counts().bytesRead()).isEqualTo(Numbers.bytes(all));
        numbers.assertSettled(report.counts());
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }
}
