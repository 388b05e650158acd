package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunCounts;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EndTextTest {
    @Test
    void hasTheItemsThatPeopleKnow() {
        RunReport report = new RunReport(
                RunStatus.SUCCEEDED,
                Instant.parse("2026-01-31T23:59:50Z"),
                Duration.ofMillis(12_500),
                new RunCounts(1_250_000, 125_000_000, 1_249_998, 124_999_800, 2, 1_500, 20, 26_000_000, 1_044_000_000),
                new RunReport.Extent("local", 4, 20),
                Optional.of(Path.of("runs", "dirty.jsonl")),
                Optional.empty());
        StringWriter shown = new StringWriter();

        new EndText(ZoneId.of("Asia/Shanghai"), new PrintWriter(shown)).print(report);

        assertThat(shown.toString().strip().lines().toList()).containsExactly("""
                Job start       : 2026-02-01 07:59:50
                Job end         : 2026-02-01 08:00:02
                Total cost      : 12.500 s
                Average traffic : 9.54 MB/s
                Record speed    : 100,000 rec/s
                Records read    : 1,250,000
                Records written : 1,249,998
                Failures        : 2 dirty
                Changed         : 1,500 values that held U+0000
                Channels        : 4
                Splits          : 20 of 20
                Reader waited   : 0.026 s
                Writer waited   : 1.044 s
                Dirty rows      : runs/dirty.jsonl""".split("\n"));
    }
}
