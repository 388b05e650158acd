package dev.sluice.job;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * The object {@code setting} of a batch job.
 *
 * @param errorLimit how many dirty rows a run bears
 * @param speed channels and limits
 * @param execution where the channels run
 * @param timeZone the zone in which a time without zone is understood, where a conversion needs one; empty = none stated
 */
public record Settings(ErrorLimit errorLimit, Speed speed, Execution execution, Optional<ZoneId> timeZone) {
    /** Checks that nothing is null. */
    public Settings {
        Objects.requireNonNull(errorLimit);
        Objects.requireNonNull(speed);
        Objects.requireNonNull(execution);
        Objects.requireNonNull(timeZone);
    }
}
