package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Lsn;
import dev.sluice.testkit.HandTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DurabilityTest {
    private static final Lsn FIRST = new Lsn(1);
    private static final Lsn SECOND = new Lsn(2);

    private final HandTime time = new HandTime();
    private final Durability durability = new Durability(time);

    @Test
    void theFirstCommitWaits() {
        assertThat(durability.mayRelax()).isFalse();
        assertThat(durability.durable()).isEqualTo(Lsn.NONE);
    }

    @Test
    void oneThatComesSoonAfterNeedNotWaitAndIsNotDurable() {
        durability.waited(FIRST);
        assertThat(durability.mayRelax()).isTrue();
        durability.relaxed();

        assertThat(durability.isOpen()).isTrue();
        assertThat(durability.durable()).isEqualTo(FIRST);
    }

    @Test
    void oneThatComesLaterWaitsForAllBeforeIt() throws InterruptedException {
        durability.waited(FIRST);
        durability.relaxed();
        time.sleep(Duration.ofMillis(200));
        assertThat(durability.mayRelax()).isFalse();
        durability.waited(SECOND);

        assertThat(durability.isOpen()).isFalse();
        assertThat(durability.durable()).isEqualTo(SECOND);
    }

    @Test
    void whatIsDurableStaysSo() {
        durability.waited(SECOND);
        durability.waited(FIRST);

        assertThat(durability.durable()).isEqualTo(SECOND);
    }
}
