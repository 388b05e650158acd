package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.batch.Cancellation;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.MigrationType;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each attempt of a run does, step by step, and what the attempts after it keep. Used by one thread. */
final class Steps {
    private final RealtimeJob job;
    private final RunPlan plan;
    private final FirstCopy firstCopy;
    private final RunMonitor monitor;
    private final Time time;
    private boolean begun;
    private Optional<Lsn> mark = Optional.empty();
    private Optional<Lsn> from;

    Steps(RealtimeJob job, RunPlan plan, FirstCopy firstCopy, RunMonitor monitor, Time time) {
        this.job = job;
        this.plan = plan;
        this.firstCopy = firstCopy;
        this.monitor = monitor;
        this.time = time;
        this.from = plan.from();
    }

    /** Returns whether an attempt came so far that it may have changed something. */
    boolean begun() {
        return begun;
    }

    /** Makes one attempt; {@code forward} is told whenever the destination has more than before for good. */
    void take(ChangeSource source, ChangeSink sink, Cancellation cancellation, Runnable forward) {
        monitor.enter(JobState.STARTING);
        List<SourceTable> tables = requireReady(source, sink);
        sink.prepare(tables);
        begun = true;
        sink.missing(tables).forEach(table -> sink.create(table, source.definition(table.name())));
        Follower follower = new Follower(source, sink, monitor, time, new IgnoredChanges(job, tables), forward);
        if (!follows()) {
            copyMissing(tables, () -> source.state(tables), sink, cancellation, forward);
            return;
        }
        markEnd(source);
        Lsn begin = begin(tables, source, sink);
        copyMissing(tables, source::snapshot, sink, cancellation, forward);
        while (follower.follow(begin, end(sink)) == Follower.End.COPIES_WANTED) {
            begin = sink.progress().position().orElse(begin);
            copyMissing(tables, source::snapshot, sink, cancellation, forward);
        }
    }

    private boolean follows() {
        return job.migration().type().followsChanges();
    }

    private List<SourceTable> requireReady(ChangeSource source, ChangeSink sink) {
        List<Finding> findings = new ArrayList<>(source.check());
        List<SourceTable> tables = List.of();
        if (Finding.passed(findings)) {
            tables = source.tables();
            findings.addAll(sink.check(tables));
        }
        if (!begun) {
            monitor.checked(findings);
        }
        Finding.require(findings);
        return tables;
    }

    /** What is committed when the run begins is what it is to bring over, whenever its last attempt began. */
    private void markEnd(ChangeSource source) {
        if (plan.until() == RunPlan.Until.CAUGHT_UP && mark.isEmpty()) {
            mark = Optional.of(source.now());
        }
    }

    /** Tables fit together only behind the last of their copies. */
    private Optional<Lsn> end(ChangeSink sink) {
        return mark.map(begun -> sink.progress().tables().values().stream().reduce(begun, Lsn::later));
    }

    /** A job that has begun goes on from where its destination is, whatever the source kept. */
    private Lsn begin(List<SourceTable> tables, ChangeSource source, ChangeSink sink) {
        Progress progress = sink.progress();
        if (progress.position().isPresent()) {
            requireKept(source);
        }
        Lsn kept = source.retain(tables);
        Lsn begin = from.orElse(progress.position().orElse(kept));
        if (from.isPresent()) {
            requireReachable(begin, kept, progress);
        }
        if (from.isPresent() || progress.position().isEmpty()) {
            sink.start(begin);
        }
        if (from.isPresent() || job.migration().type() == MigrationType.REALTIME) {
            skipCopies(tables, progress, begin, source, sink);
        }
        from = Optional.empty();
        return begin;
    }

    /** A new slot would not have what was committed since the old one went. */
    private void requireKept(ChangeSource source) {
        if (source.status().slot().isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The replication slot " + job.identity().slot()
                            + " is gone from the source, and with it the changes since the job's last run",
                    "Drop what is left of the job (sluice drop FILE) and start it anew, with a new first copy",
                    null);
        }
    }

    private static void requireReachable(Lsn wanted, Lsn kept, Progress progress) {
        Lsn earliest = Lsn.later(kept, progress.position().orElse(Lsn.NONE));
        if (wanted.isBefore(earliest)) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "--from-lsn " + wanted + ": the source keeps changes from " + kept + " on"
                            + progress.position()
                                    .map(position -> ", and the destination has all before " + position)
                                    .orElse(""),
                    "Name a position from " + earliest + " on, or leave it out",
                    null);
        }
    }

    private static void skipCopies(
            List<SourceTable> tables, Progress progress, Lsn position, ChangeSource source, ChangeSink sink) {
        for (SourceTable table : tables) {
            if (!progress.tables().containsKey(table.name())) {
                sink.copied(table.name(), position, source.definition(table.name()));
            }
        }
    }

    /** Takes a snapshot. */
    private interface Snapshots {
        TableSnapshot take();
    }

    private void copyMissing(
            List<SourceTable> tables,
            Snapshots snapshots,
            ChangeSink sink,
            Cancellation cancellation,
            Runnable forward) {
        Map<TableName, Lsn> copied = sink.progress().tables();
        List<TableName> names = tables.stream().map(SourceTable::name).toList();
        monitor.tables(names, copied);
        List<TableName> missing =
                names.stream().filter(table -> !copied.containsKey(table)).toList();
        if (missing.isEmpty()) {
            return;
        }
        monitor.enter(JobState.COPYING);
        try (TableSnapshot snapshot = snapshots.take()) {
            TableCopies copies = new TableCopies(snapshot, sink, firstCopy, monitor);
            cancellation.onRequest(copies::stop);
            copies.copy(missing, forward);
        }
    }
}
