package dev.sluice.cli;

import dev.sluice.realtime.FollowStatus;
import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.StoredStatus;
import dev.sluice.realtime.TableStatus;
import java.util.OptionalLong;

/** How far a run of a real-time job is, in one line. */
final class RealtimeLine {
    private RealtimeLine() {}

    static String of(RealtimeStatus status, StoredStatus.Pace pace) {
        String state = status.state().label();
        return status.state() == JobState.COPYING
                ? state + ": " + copy(status, pace)
                : state + ": " + follow(status.follow(), pace);
    }

    private static String copy(RealtimeStatus status, StoredStatus.Pace pace) {
        return status.tablesCopied() + " of " + status.tables().size() + " tables, "
                + Words.rows(status.rowsCopied()) + share(status) + ", " + Words.rounded(pace.rowsPerSecond())
                + " rows/s";
    }

    /** Estimates are estimates: more than almost all is not said before it is all. */
    private static String share(RealtimeStatus status) {
        long expected = status.tables().stream()
                .map(TableStatus::expectedRows)
                .mapToLong(rows -> rows.orElse(0))
                .sum();
        boolean known = status.tables().stream()
                .allMatch(table ->
                        table.expectedRows().isPresent() || table.copy().isPresent());
        return known && expected > 0
                ? " (" + Words.percent(Math.min(0.99, (double) status.rowsCopied() / expected)) + ")"
                : "";
    }

    private static String follow(FollowStatus follow, StoredStatus.Pace pace) {
        return Words.count(follow.applied().changes()) + " changes, " + Words.rounded(pace.changesPerSecond())
                + " changes/s, " + Words.rounded(pace.transactionsPerSecond()) + " transactions/s, "
                + Words.traffic(pace.bytesPerSecond()) + ", " + lag(follow);
    }

    /** Says how far the destination is behind. */
    static String lag(FollowStatus follow) {
        OptionalLong bytes = follow.lagBytes();
        if (bytes.isEmpty()) {
            return "lag not known yet";
        }
        return "lag " + follow.lag().map(Words::rough).orElse("?") + ", " + Words.count(bytes.getAsLong()) + " bytes";
    }
}
