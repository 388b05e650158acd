package dev.sluice.stream;

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
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.BatchJob;
import dev.sluice.preflight.Finding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both ends together, on the local engine. */
final class StreamToStreamTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void movesTheRowsOfEveryChannel() {
        RunReport report = run(
                "{\"column\":[{\"value\":\"x\"},{\"type\":\"long\",\"value\":1}],\"sliceRecordCount\":1500000}",
                "{\"print\":false}");

        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(report.counts().recordsRead()).isEqualTo(3_000_000);
        assertThat(report.counts().recordsWritten()).isEqualTo(3_000_000);
        assertThat(report.counts().bytesRead()).isEqualTo(3_000_000L * (2 + 4 + 1 + 4 + 8));
        assertThat(report.extent().channels()).isEqualTo(2);
        assertThat(report.dirtyFile()).isEmpty();
    }

    @Test
    void printsTheRowsOfEveryChannelWithoutMixingThem() {
        RunReport report = run(
                "{\"column\":[{\"random\":\"1,200\"},{\"value\":\"|\"}],\"sliceRecordCount\":20000}",
                "{\"fieldDelimiter\":\"\"}");

        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(40_000).allMatch(line -> line.matches("[0-9A-Za-z]{1,200}[|]"));
    }

    @Test
    @Timeout(60)
    void stopsWhenItIsTold() throws Exception {
        BatchJob job = StreamJobs.read(
                "{\"column\":[{\"value\":\"x\"}],\"sliceRecordCount\":" + Long.MAX_VALUE + "}", "{\"print\":false}");
        CountDownLatch moving = new CountDownLatch(1);
        BatchRun run = run(job, moving);
        BlockingQueue<RunReport> reports = new ArrayBlockingQueue<>(1);
        Thread runner = new Thread(() -> reports.add(run.run()));
        runner.start();
        moving.await();
        run.stop(new SyncException(ErrorCode.CANCELLED, "Enough"));

        RunReport report = reports.take();
        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.error()).get().extracting(Throwable::getMessage).isEqualTo("Enough");
        runner.join();
    }

    private RunReport run(String reader, String writer) {
        return run(StreamJobs.read(reader, writer), new CountDownLatch(1)).run();
    }

    private BatchRun run(BatchJob job, CountDownLatch planned) {
        StreamConnector connector = StreamJobs.connector(out);
        RunListener listener = new RunListener() {
            @Override
            public void checked(List<Finding> findings) {}

            @Override
            public void planned(BatchPlan plan, RunCounters counters) {
                planned.countDown();
            }
        };
        return new BatchRun(
                connector.reader(job.reader(), StreamJobs.binding()),
                connector.writer(job.writer(), StreamJobs.binding()),
                job.settings(),
                new LocalEngine(),
                folder.resolve("dirty.jsonl"),
                listener,
                Time.system());
    }
}
