package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.job.Speed;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThrottleTest {
    private final HandTime time = new HandTime();

    @ParameterizedTest
    @CsvSource({
        // bytes/s, rows/s, bytes and rows of a batch, batches, seconds that they take
        "1000000, 0, 50000, 500, 200, 10",
        "0, 20000, 50000, 1000, 200, 10",
        "1000000, 20000, 50000, 2000, 100, 10",
        "1000000, 20000, 100000, 10, 100, 10",
        "3, 0, 1, 1, 30, 10",
        "1000, 0, 8000000, 1, 1, 8000",
    })
    void letsRowsPassAtTheTighterLimit(
            long bytesPerSecond, long rowsPerSecond, long bytes, long rows, int batches, double seconds)
            throws InterruptedException {
        Throttle throttle = new Throttle(new Speed(1, limit(bytesPerSecond), limit(rowsPerSecond)), time);

        for (int i = 0; i < batches; i++) {
            throttle.pass(bytes, rows);
        }

        assertThat(time.seconds()).isCloseTo(seconds, within(seconds * 0.01));
    }

    @Test
    void doesNotHoldBackWithoutLimits() throws InterruptedException {
        Throttle throttle = new Throttle(new Speed(1, OptionalLong.empty(), OptionalLong.empty()), time);

        throttle.pass(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);

        assertThat(time.nanos()).isZero();
    }

    @Test
    void aPauseIsNotFollowedByABurst() throws InterruptedException {
        Throttle throttle = new Throttle(new Speed(1, OptionalLong.of(1000), OptionalLong.empty()), time);
        throttle.pass(1000, 1);
        time.pass(Duration.ofHours(1));
        double before = time.seconds();

        throttle.pass(10_000, 1);

        assertThat(time.seconds() - before).isBetween(9.8, 10.0);
    }

    private static OptionalLong limit(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
