package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.batch.RunCounters;
import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Knows how a run stands, and tells its listener when that changes. Safe for use by several threads. */
final class RunMonitor {
    /** Who follows changes says each second how far he is; who is silent for so long waits for something. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final RealtimeListener listener;
    private final boolean following;
    private final Time time;
    private final Map<TableName, TableProgress> tables = new LinkedHashMap<>();
    private JobState state = JobState.STARTING;
    private Instant since;
    private long heardAt;
    private FollowStatus follow = FollowStatus.NOTHING;
    private int restarts;
    private Optional<Trouble> trouble = Optional.empty();

    /** {@code following} says whether the job follows changes. */
    RunMonitor(RealtimeListener listener, boolean following, Time time) {
        this.listener = listener;
        this.following = following;
        this.time = time;
        this.since = time.now();
    }

    synchronized void checked(List<Finding> findings) {
        listener.checked(findings);
    }

    synchronized void done(String text) {
        listener.done(text);
    }

    synchronized void warn(String text) {
        listener.warned(text);
    }

    /** Takes note of the tables, and which of them have their copy; what is known of those on their way to it stays. */
    synchronized void tables(List<TableName> names, Map<TableName, Lsn> copies, Set<TableName> onTheirWay) {
        tables.keySet().retainAll(names);
        for (TableName name : names) {
            TableProgress progress = progress(name);
            if (onTheirWay.contains(name)) {
                progress.joins();
            } else {
                progress.begins(Optional.ofNullable(copies.get(name)));
            }
        }
    }

    synchronized void copying(TableName table, RunCounters counters, OptionalLong expected) {
        progress(table).copies(counters, expected);
        tell();
    }

    synchronized void copied(TableName table, Lsn position) {
        progress(table).ends(position);
        tell();
    }

    synchronized void failed(TableName table, SyncException error) {
        progress(table).fails(String.valueOf(error.getMessage()));
    }

    private TableProgress progress(TableName table) {
        return tables.computeIfAbsent(table, name -> new TableProgress(name, following));
    }

    /** Takes note of what the job does now; tells the listener if that is something else than before. */
    synchronized void enter(JobState next) {
        if (state != next) {
            state = next;
            since = time.now();
            tell();
        }
    }

    synchronized void position(Lsn position) {
        heardAt = time.nanos();
        follow = new FollowStatus(
                Optional.of(position), follow.lagBytes(), follow.lag(), follow.committed(), follow.applied());
    }

    /** Takes note of changes that the destination has for good; warns when the first of all has found no row. */
    synchronized void applied(Lsn position, Instant committed, FollowStatus.Applied more) {
        if (more.missedRows() > 0 && follow.applied().missedRows() == 0) {
            listener.warned("rows that the source changed are not at the destination (" + more.missedRows()
                    + " up to " + position + "), so their changes are left out; somebody else must have changed the"
                    + " destination. sluice status counts them");
        }
        follow = new FollowStatus(
                follow.position().map(known -> Lsn.later(known, position)).or(() -> Optional.of(position)),
                follow.lagBytes(),
                follow.lag(),
                committed.equals(Instant.EPOCH) ? follow.committed() : Optional.of(committed),
                follow.applied().plus(more));
    }

    synchronized void lag(long bytes, Duration behind) {
        heardAt = time.nanos();
        keep(bytes, behind);
    }

    /**
     * Takes note of where the source is, if that is known. It counts where who follows is silent: he may wait for the destination
     * for hours.
     */
    synchronized void source(Optional<Lsn> now) {
        Optional<Lsn> reached = follow.position();
        if (reached.isEmpty() || time.nanos() - heardAt < SILENCE.toNanos()) {
            return;
        }
        if (state == JobState.LIVE
                && now.filter(at -> !reached.get().isBefore(at)).isEmpty()) {
            enter(JobState.CATCHING_UP);
        }
        now.ifPresent(at -> keep(at.bytesSince(reached.get()), reached.get().isBefore(at) ? age() : Duration.ZERO));
    }

    private Duration age() {
        return follow.committed()
                .map(last -> Duration.between(last, time.now()))
                .orElse(Duration.ZERO);
    }

    private void keep(long bytes, Duration behind) {
        follow = new FollowStatus(
                follow.position(),
                OptionalLong.of(Math.max(0, bytes)),
                Optional.of(behind.isNegative() ? Duration.ZERO : behind),
                follow.committed(),
                follow.applied());
    }

    /** Takes note of a failure, after which the run tries again or ends. */
    synchronized void failed(SyncException error, Optional<Duration> wait) {
        Instant now = time.now();
        trouble = Optional.of(Trouble.of(error, now, wait.map(now::plus)));
        if (wait.isPresent()) {
            restarts++;
        }
        enter(wait.isPresent() ? JobState.PAUSED : JobState.FAILED);
    }

    /** Takes note that what failed has passed. */
    synchronized void passed() {
        trouble = Optional.empty();
    }

    private void tell() {
        listener.changed(status());
    }

    synchronized RealtimeStatus status() {
        List<TableStatus> all =
                tables.values().stream().map(progress -> progress.status(state)).toList();
        return new RealtimeStatus(state, since, all, follow, restarts, trouble);
    }
}
