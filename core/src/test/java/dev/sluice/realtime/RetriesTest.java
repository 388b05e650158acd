package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.HandTime;
import dev.sluice.job.Failover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RetriesTest {
    private static final Failover STANDARD = new Failover(Duration.ofMinutes(30), 3);

    private final HandTime time = new HandTime();

    private static SyncException failure(ErrorCode code) {
        return new SyncException(code, "It failed");
    }

    /** Fails again and again, and returns the seconds that were waited in between. */
    private List<Long> waits(Failover failover, ErrorCode code) {
        Retries retries = new Retries(failover, time);
        List<Long> waits = new ArrayList<>();
        Optional<Duration> wait = retries.after(failure(code));
        while (wait.isPresent()) {
            waits.add(wait.get().toSeconds());
            time.pass(wait.get());
            wait = retries.after(failure(code));
        }
        return waits;
    }

    @Test
    void spreadsTheRestartsOverTheWindow() {
        assertThat(waits(STANDARD, ErrorCode.CONNECTION_LOST)).containsExactly(1L, 30L, 900L);
    }

    @ParameterizedTest(name = "{0} min, {1} restarts: {2}")
    @CsvSource({"1, 1, 1", "1, 2, 2", "60, 5, 5"})
    void makesAsManyRestartsAsTheJobAllows(int minutes, int restarts, int expected) {
        Failover failover = new Failover(Duration.ofMinutes(minutes), restarts);

        assertThat(waits(failover, ErrorCode.DESTINATION_UNAVAILABLE)).hasSize(expected);
    }

    @Test
    void endsWithTheWindowWhereRestartsAreMany() {
        waits(new Failover(Duration.ofMinutes(10), 100), ErrorCode.CONNECTION_LOST);

        assertThat(time.seconds()).isBetween(300.0, 600.0);
    }

    @Test
    void knocksUntilTheWindowIsOverWhereNobodyAnswers() {
        List<Long> waits = waits(STANDARD, ErrorCode.UNREACHABLE);

        assertThat(waits).startsWith(1L, 2L, 4L, 8L, 16L, 30L, 30L).endsWith(30L);
        assertThat(time.seconds()).isBetween(1770.0, 1800.0);
    }

    @Test
    void countsNoKnockAsARestart() {
        Retries retries = new Retries(STANDARD, time);
        retries.after(failure(ErrorCode.CONNECTION_LOST));
        for (int i = 0; i < 10; i++) {
            assertThat(retries.after(failure(ErrorCode.UNREACHABLE))).isPresent();
        }

        assertThat(retries.after(failure(ErrorCode.CONNECTION_LOST))).contains(Duration.ofSeconds(30));
    }

    @Test
    void beginsAnewWhereTheRunGotForward() {
        Retries retries = new Retries(STANDARD, time);
        for (int i = 0; i < 10; i++) {
            assertThat(retries.after(failure(ErrorCode.CONNECTION_LOST))).contains(Duration.ofSeconds(1));
            time.pass(Duration.ofMinutes(20));
            retries.gotForward();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNREACHABLE",
                "CONNECTION_LOST",
                "CANCELLED",
                "SOURCE_UNAVAILABLE",
                "DESTINATION_UNAVAILABLE",
                "ALREADY_RUNNING"
            },
            mode = EnumSource.Mode.EXCLUDE)
    void doesNotTryAgainWhatTimeDoesNotMend(ErrorCode code) {
        assertThat(new Retries(STANDARD, time).after(failure(code))).isEmpty();
    }
}
