package dev.sluice.realtime;

import java.time.Instant;

/**
 * How a run stood when it wrote this into its workspace.
 *
 * @param process the number of its process
 * @param started when the run began
 * @param written when this was written, about each second
 * @param pace how fast it is
 * @param status how it stands
 */
public record StoredStatus(long process, Instant started, Instant written, Pace pace, RealtimeStatus status) {
    /**
     * How fast a run is, between its last two looks at itself, which are about a second apart.
     *
     * @param rowsPerSecond rows of first copies
     * @param transactionsPerSecond transactions of the source whose changes the destination got
     * @param changesPerSecond changes that it got
     * @param bytesPerSecond their bytes
     */
    public record Pace(
            double rowsPerSecond, double transactionsPerSecond, double changesPerSecond, double bytesPerSecond) {
        /** Nothing moves. */
        public static final Pace NONE = new Pace(0, 0, 0, 0);

        /** Returns the pace between two moments of one run that are so many nanoseconds apart. */
        public static Pace between(RealtimeStatus before, RealtimeStatus after, long nanos) {
            double seconds = Math.max(1, nanos) / 1e9;
            FollowStatus.Applied then = before.follow().applied();
            FollowStatus.Applied now = after.follow().applied();
            return new Pace(
                    Math.max(0, after.rowsCopied() - before.rowsCopied()) / seconds,
                    (now.transactions() - then.transactions()) / seconds,
                    (now.changes() - then.changes()) / seconds,
                    (now.bytes() - then.bytes()) / seconds);
        }
    }
}
