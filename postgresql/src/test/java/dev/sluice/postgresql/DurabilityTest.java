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
        assertThat(durability.mayCommitAsynchronously()).isFalse();
        assertThat(durability.isReached()).isFalse();
    }

    @Test
    void oneThatComesSoonAfterNeedNotWaitAndIsNotDurable() {
        durability.flushed();
        assertThat(durability.isReached()).isTrue();
        assertThat(durability.mayCommitAsynchronously()).isTrue();
        durability.committedAsynchronously();

        assertThat(durability.isReached()).isFalse();
    }

    @Test
    void oneThatComesLaterWaitsForAllBeforeIt() throws InterruptedException {
        durability.flushed();
        durability.committedAsynchronously();
        time.sleep(Duration.ofMillis(999));
        assertThat(durability.mayCommitAsynchronously()).isTrue();
        time.sleep(Duration.ofMillis(1));
        assertThat(durability.mayCommitAsynchronously()).isFalse();
        durability.flushed();

        assertThat(durability.isReached()).isTrue();
    }
}
