package dev.sluice.job;

import java.util.Objects;

/**
 * What the list {@code RuntimeSettings} of a real-time job says.
 *
 * @param copy how the rows that are there already are copied
 * @param follow how changes are followed
 * @param failover how long failures are borne
 * @param walGuard what guards the source's disk
 */
public record RuntimeSettings(CopySettings copy, FollowSettings follow, Failover failover, WalGuard walGuard) {
    /** Checks that nothing is null. */
    public RuntimeSettings {
        Objects.requireNonNull(copy);
        Objects.requireNonNull(follow);
        Objects.requireNonNull(failover);
        Objects.requireNonNull(walGuard);
    }
}
