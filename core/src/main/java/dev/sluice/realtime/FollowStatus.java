package dev.sluice.realtime;

import dev.sluice.change.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the following of changes is.
 *
 * @param position behind the last transaction that the destination shows; what it committed last may have to come again after a
 *     crash of its server
 * @param lagBytes how much of the source's log, about, is not looked at yet
 * @param lag how old the last applied transaction is while others wait; zero when none does
 * @param committed when the last applied transaction was committed, by the source's clock
 * @param applied what this run has brought
 */
public record FollowStatus(
        Optional<Lsn> position,
        OptionalLong lagBytes,
        Optional<Duration> lag,
        Optional<Instant> committed,
        Applied applied) {
    /** Nothing is known yet. */
    public static final FollowStatus NOTHING = new FollowStatus(
            Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), Applied.NOTHING);

    /** Checks that nothing is null. */
    public FollowStatus {
        Objects.requireNonNull(position);
        Objects.requireNonNull(lagBytes);
        Objects.requireNonNull(lag);
        Objects.requireNonNull(committed);
        Objects.requireNonNull(applied);
    }

    /**
     * What the destination has got and shows.
     *
     * @param transactions how many transactions of the source had changes for the job
     * @param changes how many changes they had
     * @param bytes how many bytes those had
     * @param missedRows how many of the changes found no row at the destination, and were left out
     */
    public record Applied(long transactions, long changes, long bytes, long missedRows) {
        /** Nothing yet. */
        public static final Applied NOTHING = new Applied(0, 0, 0, 0);

        Applied plus(Applied more) {
            return new Applied(
                    transactions + more.transactions,
                    changes + more.changes,
                    bytes + more.bytes,
                    missedRows + more.missedRows);
        }
    }
}
