package dev.sluice.realtime;

import dev.sluice.change.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the following of changes is.
 *
 * @param position behind the last transaction that the destination has for good
 * @param lagBytes how much of the source's log, about, is not looked at yet
 * @param lag how old the last applied transaction is while others wait; zero when none does
 * @param committed when the last applied transaction was committed, by the source's clock
 * @param changes how many changes this run has applied
 * @param bytes how many bytes they had
 */
public record FollowStatus(
        Optional<Lsn> position,
        OptionalLong lagBytes,
        Optional<Duration> lag,
        Optional<Instant> committed,
        long changes,
        long bytes) {
    /** Nothing is known yet. */
    public static final FollowStatus NOTHING =
            new FollowStatus(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), 0, 0);
}
