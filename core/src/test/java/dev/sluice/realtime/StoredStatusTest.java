package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class StoredStatusTest {
    private static RealtimeStatus after(FollowStatus.Applied applied) {
        FollowStatus follow =
                new FollowStatus(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), applied);
        return new RealtimeStatus(JobState.LIVE, Instant.EPOCH, List.of(), follow, 0, Optional.empty());
    }

    @Test
    void aPaceIsWhatCameByTheTimeThatPassed() {
        StoredStatus.Pace pace = StoredStatus.Pace.between(
                after(new FollowStatus.Applied(10, 100, 1000, 0)),
                after(new FollowStatus.Applied(16, 400, 9000, 1)),
                Duration.ofMillis(1500).toNanos());

        assertThat(pace).isEqualTo(new StoredStatus.Pace(0, 4, 200, 8000 / 1.5));
    }

    @Test
    void nothingMovesWhereNothingCame() {
        RealtimeStatus same = after(new FollowStatus.Applied(10, 100, 1000, 0));

        assertThat(StoredStatus.Pace.between(same, same, 0)).isEqualTo(StoredStatus.Pace.NONE);
    }
}
