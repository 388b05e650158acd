package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaceTest {
    private static final Pace.Reading START = ReadingOf.seconds(5, 0, 0, 0);

    @ParameterizedTest(name = "{0} rows estimated, {1} read, {2} of 4 splits")
    @CsvSource({
        // estimated, read, splits done, expected, share, seconds left after 10 s
        "1000, 0, 0, 1000, 0, ",
        "1000, 250, 1, 1000, 0.25, 30",
        "1000, 1000, 3, 1000, 0.99, 0",
        "1000, 3000, 3, 3000, 0.99, 0",
        "1000, 500, 4, 500, 1, 0",
        "0, 300, 3, 400, 0.75, 3",
        ", 300, 3, 400, 0.75, 3",
        ", 300, 0, , , ",
        ", 0, 2, 0, , ",
        ", 0, 4, 0, 1, "
    })
    void tellsHowFarItIs(Long estimated, long read, long done, Long expected, Double share, Long left) {
        BatchPlan plan = PlanOf.splits(4, estimated == null ? OptionalLong.empty() : OptionalLong.of(estimated));
        Pace pace = new Pace(START, ReadingOf.seconds(15, read, done, 0));

        assertThat(pace.expectedRecords(plan))
                .isEqualTo(expected == null ? OptionalLong.empty() : OptionalLong.of(expected));
        assertThat(pace.share(plan)).isEqualTo(share == null ? OptionalDouble.empty() : OptionalDouble.of(share));
        assertThat(pace.timeLeft(plan)).isEqualTo(Optional.ofNullable(left).map(Duration::ofSeconds));
    }

    @Test
    void tellsHowFastItIs() {
        Pace pace = new Pace(ReadingOf.seconds(10, 1_000_000, 0, 0), ReadingOf.seconds(14, 3_000_000, 0, 0));

        assertThat(pace.recordsPerSecond()).isEqualTo(500_000);
        assertThat(pace.bytesPerSecond()).isEqualTo(5_000_000);
    }

    @Test
    void divesIntoNoTimeAtAll() {
        Pace pace = new Pace(START, START);

        assertThat(pace.recordsPerSecond()).isZero();
        assertThat(pace.bytesPerSecond()).isZero();
    }
}
