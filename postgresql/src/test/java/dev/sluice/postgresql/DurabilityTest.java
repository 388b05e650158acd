package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.HandTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DurabilityTest {
    private final HandTime time = new HandTime();
    private final Durability durability = new Durability(time);

    @Test
    void theFirstCommitWaits() {
        assertThat(durability.mayRelax()).isFalse();
        assertThat(durability.isReached()).isFalse();
    }

    @Test
    void oneThatComesSoonAfterNeedNotWaitAndIsNotDurable() {
        durability.waited();
        assertThat(durability.isReached()).isTrue();
        assertThat(durability.mayRelax()).isTrue();
        durability.relaxed();

        assertThat(durability.isReached()).isFalse();
    }

    @Test
    void oneThatComesLaterWaitsForAllBeforeIt() throws InterruptedException {
        durability.waited();
        durability.relaxed();
        time.sleep(Duration.ofMillis(200));
        assertThat(durability.mayRelax()).isFalse();
        durability.waited();

        assertThat(durability.isReached()).isTrue();
    }
}
