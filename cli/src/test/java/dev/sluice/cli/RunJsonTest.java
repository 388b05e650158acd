package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.RunCounts;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunJsonTest {
    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

    @TempDir
    private Path folder;

    private String written(RunReport report) throws Exception {
        Path file = folder.resolve("report.json");
        JsonFile.write(file, json -> new RunJson(json).write(report));
        return Files.readString(file);
    }

    @Test
    void hasExactlyTheKeysThatProgramsRelyOn() throws Exception {
        RunReport report = new RunReport(
                RunStatus.FAILED,
                START,
                Duration.ofMillis(2_500),
                new RunCounts(1000, 50_000, 900, 45_000, 2, 5, 3, 7_000_000, 8_900_000),
                new RunReport.Extent("local", 2, 10),
                Optional.of(Path.of("runs", "dirty.jsonl")),
                Optional.of(new SyncException(
                        ErrorCode.TOO_MANY_DIRTY_ROWS, "2 rows were dirty", "Look at \"them\"", null)));

        assertThat(written(report)).isEqualTo("""
                {
                  "status" : "FAILED",
                  "startTime" : "2026-01-31T00:00:00Z",
                  "endTime" : "2026-01-31T00:00:02.500Z",
                  "elapsedMillis" : 2500,
                  "recordsRead" : 1000,
                  "recordsWritten" : 900,
                  "bytesRead" : 50000,
                  "bytesWritten" : 45000,
                  "dirtyRecords" : 2,
                  "changedValues" : 5,
                  "dirtyFile" : "runs/dirty.jsonl",
                  "divertedRecords" : 0,
                  "channels" : 2,
                  "splits" : 10,
                  "recordsPerSecond" : 400,
                  "bytesPerSecond" : 20000,
                  "readerWaitMillis" : 7,
                  "writerWaitMillis" : 8,
                  "engine" : "local",
                  "error" : {
                    "code" : "TOO_MANY_DIRTY_ROWS",
                    "culprit" : "USER",
                    "message" : "2 rows were dirty",
                    "hint" : "Look at \\"them\\""
                  }
                }
                """);
    }

    @Test
    void hasTheSameKeysWhereNothingHappened() throws Exception {
        SyncException error = new SyncException(ErrorCode.FILE_INVALID, "a.json:1:1: $: no");

        assertThat(written(RunReport.notStarted(START, "local", error)))
                .contains(
                        "\"status\" : \"NOT_STARTED\"",
                        "\"recordsRead\" : 0",
                        "\"dirtyFile\" : null",
                        "\"hint\" : null");
    }
}
