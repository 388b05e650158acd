package dev.sluice.realtime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run of a real-time job stands at some moment.
 *
 * @param state what it is doing
 * @param since since when
 * @param tables its tables, in the order of the source; none before they are known
 * @param follow how far the following of changes is
 * @param restarts how many times it has tried again
 * @param trouble what went wrong last, as long as it has not passed
 */
public record RealtimeStatus(
        JobState state,
        Instant since,
        List<TableStatus> tables,
        FollowStatus follow,
        int restarts,
        Optional<Trouble> trouble) {
    /** Copies the tables. */
    public RealtimeStatus {
        tables = List.copyOf(tables);
    }

    /** Returns how many tables have their first copy. */
    public long tablesCopied() {
        return tables.stream().filter(table -> table.copy().isPresent()).count();
    }

    /** Returns how many rows first copies have committed in this run. */
    public long rowsCopied() {
        return tables.stream().mapToLong(TableStatus::rowsCopied).sum();
    }
}
