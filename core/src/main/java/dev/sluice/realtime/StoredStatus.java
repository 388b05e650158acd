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
     * How fast a run is, over the last seconds.
     *
     * @param rowsPerSecond rows of first copies
     * @param changesPerSecond applied changes
     * @param bytesPerSecond their bytes
     */
    public record Pace(double rowsPerSecond, double changesPerSecond, double bytesPerSecond) {
        /** Nothing moves. */
        public static final Pace NONE = new Pace(0, 0, 0);

        /** Returns the pace between two moments of one run. */
        public static Pace between(RealtimeStatus before, RealtimeStatus after, long nanos) {
            double seconds = Math.max(1, nanos) / 1e9;
            return new Pace(
                    Math.max(0, after.rowsCopied() - before.rowsCopied()) / seconds,
                    (after.follow().changes() - before.follow().changes()) / seconds,
                    (after.follow().bytes() - before.follow().bytes()) / seconds);
        }
    }
}
