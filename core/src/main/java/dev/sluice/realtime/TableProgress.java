package dev.sluice.realtime;

import dev.sluice.batch.RunCounters;
import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How far one table is, as the run's threads bring it forward; guarded by the {@link RunMonitor}. */
final class TableProgress {
    private final TableName name;
    private final boolean followed;
    private Optional<Lsn> copy = Optional.empty();
    private Optional<String> error = Optional.empty();
    private OptionalLong expected = OptionalLong.empty();
    private @Nullable RunCounters counters;

    /** {@code followed} says whether the job follows changes. */
    TableProgress(TableName name, boolean followed) {
        this.name = name;
        this.followed = followed;
    }

    /** An attempt begins, and the destination says whether the copy is there. */
    void begins(Optional<Lsn> noted) {
        copy = noted;
        error = Optional.empty();
        if (noted.isEmpty()) {
            counters = null;
            expected = OptionalLong.empty();
        }
    }

    /** A copy is to come or under way; what was there of an earlier one is not any more. */
    void joins() {
        if (copy.isPresent()) {
            begins(Optional.empty());
        }
    }

    /** A copy begins; how an earlier one ended does not matter any more. */
    void copies(RunCounters from, OptionalLong rows) {
        begins(Optional.empty());
        counters = from;
        expected = rows;
    }

    void ends(Lsn position) {
        copy = Optional.of(position);
    }

    void fails(String why) {
        error = Optional.of(why);
    }

    TableStatus status(JobState job) {
        RunCounters counted = counters;
        long rows = counted == null ? 0 : counted.now().recordsWritten();
        return new TableStatus(name, state(job), rows, expected, copy, error);
    }

    private TableState state(JobState job) {
        if (error.isPresent()) {
            return TableState.FAILED;
        }
        if (copy.isPresent() && !followed) {
            return TableState.COPIED;
        }
        if (copy.isPresent()) {
            return switch (job) {
                case LIVE -> TableState.LIVE;
                case STARTING, COPYING, CATCHING_UP -> TableState.CATCHING_UP;
                case PAUSED, STOPPED, FINISHED, FAILED -> TableState.PAUSED;
            };
        }
        return job.isUnderWay() && counters != null ? TableState.COPYING : TableState.WAITING;
    }
}
