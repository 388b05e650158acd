package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.batch.Cancellation;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Retained;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What each attempt of a run does, step by step, and what the attempts after it keep. Used by one thread. */
final class Steps {
    /** So often what an earlier run has left at work is waited for, some seconds each time: about a minute. */
    private static final int WAITS = 11;

    private final RealtimeJob job;
    private final RunPlan plan;
    private final Ends ends;
    private final FirstCopy firstCopy;
    private final Resync resync;
    private final RunMonitor monitor;
    private final Time time;
    private final Beginning beginning;
    private volatile boolean begun;
    private boolean ended;
    private Optional<Lsn> mark = Optional.empty();

    Steps(RealtimeJob job, RunPlan plan, Ends ends, FirstCopy firstCopy, Resync resync, RunMonitor monitor, Time time) {
        this.job = job;
        this.plan = plan;
        this.ends = ends;
        this.firstCopy = firstCopy;
        this.resync = resync;
        this.monitor = monitor;
        this.time = time;
        this.beginning = new Beginning(job, plan.from(), monitor);
    }

    /** Returns whether an attempt came so far that it may have changed something. May be called from any thread. */
    boolean begun() {
        return begun;
    }

    /** Returns whether another attempt may come further than the last one. */
    boolean mayGoOn() {
        return begun && !ended;
    }

    /** Makes one attempt; {@code forward} is told whenever it shows that what failed before has passed. */
    void take(ChangeSource source, ChangeSink sink, Cancellation cancellation, Runnable forward) {
        new Attempt(source, sink, cancellation, forward).run();
    }

    private final class Attempt {
        private final ChangeSource source;
        private final ChangeSink sink;
        private final Cancellation cancellation;
        private final Runnable forward;

        Attempt(ChangeSource source, ChangeSink sink, Cancellation cancellation, Runnable forward) {
            this.source = source;
            this.sink = sink;
            this.cancellation = cancellation;
            this.forward = forward;
        }

        void run() {
            monitor.enter(JobState.STARTING);
            Readiness ready = requireReady();
            List<SourceTable> chosen = ready.tables();
            beginning.require(source, sink);
            awaitEarlier();
            sink.prepare(chosen);
            begun = true;
            if (!job.migration().type().followsChanges()) {
                copyOnce(chosen);
                return;
            }
            markEnd();
            try (FollowedTables tables = followedTables()) {
                begin(ready.sound(), tables);
                Follower follower = follower(chosen);
                do {
                    tables.join(tables.reconcile());
                } while (follower.follow(tables, end(tables)) == Follower.End.TABLES_DIFFER);
                ended = true;
                tables.requireNoFailure();
            }
        }

        /**
         * Begins with tables that passed the checks; what came since, or did not pass, joins later or fails alone. The source's
         * definitions stay as they are where its changes begin until the tables are noted.
         */
        private void begin(List<SourceTable> sound, FollowedTables tables) {
            List<SourceTable> added =
                    tables.reconcile().stream().filter(sound::contains).toList();
            List<SourceTable> meant =
                    sound.stream().filter(table -> tables.isMeant(table.name())).toList();
            try (Retained kept = source.retain(meant, monitor::warn)) {
                beginning.begin(kept.position(), added, source, sink);
                if (tables.isEmpty()) {
                    copy(added, () -> kept.snapshot().orElseGet(() -> source.snapshot(added, monitor::warn)));
                }
            }
        }

        private Readiness requireReady() {
            Readiness ready = Readiness.of(job, source, sink);
            if (!begun) {
                monitor.checked(ready.findings());
            }
            Finding.require(ready.findings());
            return ready;
        }

        /** A run that was killed may have left much to commit or to roll back. Who is left then is named by the next step. */
        private void awaitEarlier() {
            Optional<String> left = sink.awaitEarlier();
            left.ifPresent(one -> monitor.warn(
                    one + " is still at work for an earlier run of this job; it is waited for, up to a minute"));
            for (int waits = 1; left.isPresent() && waits < WAITS; waits++) {
                left = sink.awaitEarlier();
            }
        }

        /** What is committed when the run begins is what it is to bring over, whenever its last attempt began. */
        private void markEnd() {
            if (plan.until() == RunPlan.Until.CAUGHT_UP && mark.isEmpty()) {
                mark = Optional.of(source.now());
            }
        }

        private Follower follower(List<SourceTable> chosen) {
            RuledChanges ruled = new RuledChanges(job, chosen.get(0).database(), sink::extras);
            return new Follower(source, sink, monitor, time, ruled, new Headway(time, forward));
        }

        private FollowedTables followedTables() {
            Joins joins = new Joins(ends, sink, firstCopy, monitor, cancellation, patience());
            return new FollowedTables(source, sink, joins, new TableDdl(job, sink, monitor), resync, monitor, time);
        }

        /** A run that is to come to an end does not wait for ever for what it cannot copy. */
        private Optional<Duration> patience() {
            return plan.until() == RunPlan.Until.CAUGHT_UP
                    ? Optional.of(job.settings().runtime().failover().window())
                    : Optional.empty();
        }

        /** What an earlier run has copied is there. */
        private void copyOnce(List<SourceTable> chosen) {
            Progress progress = sink.progress();
            Set<TableName> unended = new HashSet<>(progress.unended());
            chosen.forEach(table -> unended.remove(table.name()));
            unended.forEach(new TableDdl(job, sink, monitor)::abandon);
            List<SourceTable> tables = chosen.stream()
                    .filter(table -> !progress.tables().containsKey(table.name()))
                    .toList();
            copy(tables, () -> source.state(tables, monitor::warn));
        }

        private void copy(List<SourceTable> tables, Supplier<TableSnapshot> snapshots) {
            if (tables.isEmpty()) {
                return;
            }
            List<TableName> names = tables.stream().map(SourceTable::name).toList();
            monitor.tables(names, sink.progress().tables(), Set.of());
            monitor.enter(JobState.COPYING);
            try (TableSnapshot snapshot = snapshots.get()) {
                SequenceCopy sequences = new SequenceCopy(source, sink, monitor);
                CopyPlace place =
                        new NotedCopies(tables, snapshot, sink, sequences, monitor, new Headway(time, forward));
                TableCopies copies = new TableCopies(snapshot, place, firstCopy, monitor);
                Cancellation.Registration ending = cancellation.onRequest(copies::stop);
                try {
                    copies.copy(names);
                } finally {
                    ending.close();
                }
            }
        }
    }

    /** Tables fit together only behind the last of their copies. */
    private Optional<Lsn> end(FollowedTables tables) {
        return mark.map(begun -> Lsn.later(begun, tables.latestCopy()));
    }
}
