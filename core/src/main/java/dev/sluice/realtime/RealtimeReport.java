package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.batch.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run of a real-time job did.
 *
 * @param outcome how it ended
 * @param startTime when it began
 * @param elapsed how long it took
 * @param status how it stood at its end
 * @param error why it did not succeed
 */
public record RealtimeReport(
        RunStatus outcome, Instant startTime, Duration elapsed, RealtimeStatus status, Optional<SyncException> error) {
    /** Returns when the run ended. */
    public Instant endTime() {
        return startTime.plus(elapsed);
    }
}
