package dev.sluice.job;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a real-time job reads.
 *
 * @param dataSource the name of the data source
 * @param timeZone the zone in which a time without zone is understood, where a conversion needs one; empty = none stated
 */
public record RealtimeSource(String dataSource, Optional<ZoneId> timeZone) {
    /** Checks that nothing is null. */
    public RealtimeSource {
        Objects.requireNonNull(dataSource);
        Objects.requireNonNull(timeZone);
    }
}
