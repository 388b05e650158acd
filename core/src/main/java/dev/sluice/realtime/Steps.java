package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.batch.Cancellation;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.connector.Writer;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.row.RowSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What each attempt of a run does, step by step, and what the attempts after it keep. Used by one thread. */
final class Steps {
    private final RealtimeJob job;
    private final RunPlan plan;
    private final Ends ends;
    private final FirstCopy firstCopy;
    private final RunMonitor monitor;
    private final Time time;
    private final Beginning beginning;
    private boolean begun;
    private Optional<Lsn> mark = Optional.empty();

    Steps(RealtimeJob job, RunPlan plan, Ends ends, FirstCopy firstCopy, RunMonitor monitor, Time time) {
        this.job = job;
        this.plan = plan;
        this.ends = ends;
        this.firstCopy = firstCopy;
        this.monitor = monitor;
        this.time = time;
        this.beginning = new Beginning(job, plan.from(), monitor);
    }

    /** Returns whether an attempt came so far that it may have changed something. */
    boolean begun() {
        return begun;
    }

    /** Makes one attempt; {@code forward} is told whenever the destination has more than before for good. */
    void take(ChangeSource source, ChangeSink sink, Cancellation cancellation, Runnable forward) {
        monitor.enter(JobState.STARTING);
        List<SourceTable> tables = requireReady(source, sink);
        beginning.require(source, sink);
        sink.prepare(tables);
        begun = true;
        CarriedSequences sequences = new CarriedSequences(source, sink, monitor);
        if (follows()) {
            follow(tables, source, sink, cancellation, forward);
        } else {
            tables.removeAll(copied(tables, sink));
            copy(tables, () -> source.state(tables), sequences, cancellation, forward);
        }
    }

    private static List<SourceTable> copied(List<SourceTable> tables, ChangeSink sink) {
        Map<TableName, Lsn> copies = sink.progress().tables();
        return tables.stream().filter(table -> copies.containsKey(table.name())).toList();
    }

    private void follow(
            List<SourceTable> chosen,
            ChangeSource source,
            ChangeSink sink,
            Cancellation cancellation,
            Runnable forward) {
        CarriedSequences sequences = new CarriedSequences(source, sink, monitor);
        markEnd(source);
        Joins joins = new Joins(ends, sink, firstCopy, monitor, cancellation);
        TableDdl ddl = new TableDdl(job, sink, monitor);
        RuledChanges ruled = new RuledChanges(job, chosen.get(0).database(), sink::extras);
        Follower follower = new Follower(source, sink, monitor, time, ruled, forward);
        try (FollowedTables tables = new FollowedTables(source, sink, joins, ddl, monitor, time)) {
            List<SourceTable> added = tables.reconcile();
            // Some may have come since the checks.
            added.stream().filter(table -> !chosen.contains(table)).forEach(chosen::add);
            chosen.removeIf(table -> !tables.isMeant(table.name()));
            beginning.begin(chosen, added, source, sink);
            if (tables.isEmpty()) {
                copy(added, () -> source.snapshot(added), sequences, cancellation, forward);
            }
            tables.join(tables.reconcile());
            while (follower.follow(tables, end(tables)) == Follower.End.TABLES_DIFFER) {
                tables.join(tables.reconcile());
            }
            tables.requireNoFailure();
        }
    }

    private boolean follows() {
        return job.migration().type().followsChanges();
    }

    private List<SourceTable> requireReady(ChangeSource source, ChangeSink sink) {
        List<Finding> findings = new ArrayList<>(source.check());
        List<SourceTable> tables = new ArrayList<>();
        if (Finding.passed(findings)) {
            tables.addAll(source.tables());
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
    private Optional<Lsn> end(FollowedTables tables) {
        return mark.map(begun -> Lsn.later(begun, tables.latestCopy()));
    }

    /** Takes a snapshot. */
    private interface Snapshots {
        TableSnapshot take();
    }

    private void copy(
            List<SourceTable> tables,
            Snapshots snapshots,
            CarriedSequences sequences,
            Cancellation cancellation,
            Runnable forward) {
        if (tables.isEmpty()) {
            return;
        }
        List<TableName> names = tables.stream().map(SourceTable::name).toList();
        monitor.tables(names, sequences.sink().progress().tables(), Set.of());
        monitor.enter(JobState.COPYING);
        try (TableSnapshot snapshot = snapshots.take()) {
            TableCopies copies =
                    new TableCopies(snapshot, new Place(tables, snapshot, sequences, forward), firstCopy, monitor);
            cancellation.onRequest(copies::stop);
            copies.copy(names);
        }
    }

    /** Notes at once what becomes of each table. */
    private final class Place implements CopyPlace {
        private final Map<TableName, SourceTable> tables;
        private final TableSnapshot snapshot;
        private final CarriedSequences sequences;
        private final ChangeSink sink;
        private final Runnable forward;
        private final Progress progress;
        private final Map<TableName, TableDefinition> definitions = new HashMap<>();

        Place(List<SourceTable> tables, TableSnapshot snapshot, CarriedSequences sequences, Runnable forward) {
            this.tables = tables.stream().collect(Collectors.toMap(SourceTable::name, table -> table));
            this.snapshot = snapshot;
            this.sequences = sequences;
            this.sink = sequences.sink();
            this.forward = forward;
            this.progress = sink.progress();
        }

        @Override
        public void begins(TableName table) {
            CopyStart start = CopyStart.of(Objects.requireNonNull(tables.get(table)), snapshot, progress);
            definitions.put(table, start.at(sink));
        }

        @Override
        public List<ExtraColumn> extras(TableName table) {
            return sink.extras(table);
        }

        @Override
        public Writer writer(TableName table, RowSchema source) {
            return sink.writer(table, source);
        }

        @Override
        public void ends(TableName table, Lsn position) {
            sequences.carry(table);
            sink.copied(table, position, Objects.requireNonNull(definitions.get(table)));
            monitor.copied(table, position);
            forward.run();
        }
    }
}
