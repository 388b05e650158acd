package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableNews;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.realtime.CopiedTables.Arrival;
import dev.sluice.realtime.Join.Outcome;
import dev.sluice.realtime.Join.Outcome.Copied;
import dev.sluice.realtime.Join.Outcome.Failed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tables that an attempt follows; they may come, go and change their names meanwhile. One that comes is copied by a
 * {@link Join} beside the others. Then the stream is read once more from where its copy stands, for this table alone, until
 * it is where the others are. If a run ends on that way, the next one copies the table anew. Used by one thread.
 */
final class FollowedTables implements AutoCloseable {
    private final ChangeSource source;
    private final ChangeSink sink;
    private final Joins joins;
    private final TableDdl ddl;
    private final Resync resync;
    private final RunMonitor monitor;
    private final Time time;
    private final WaitingTables waiting;
    private final SequenceCopy sequences;

    private Lsn forgotten = Lsn.NONE;
    private Optional<Join> join = Optional.empty();
    private Optional<Arrival> arriving = Optional.empty();
    private Progress progress;
    private TableWatch watch;

    FollowedTables(
            ChangeSource source,
            ChangeSink sink,
            Joins joins,
            TableDdl ddl,
            Resync resync,
            RunMonitor monitor,
            Time time) {
        this.source = source;
        this.sink = sink;
        this.joins = joins;
        this.ddl = ddl;
        this.resync = resync;
        this.monitor = monitor;
        this.time = time;
        this.waiting = new WaitingTables(joins.patience(), monitor, time);
        this.sequences = new SequenceCopy(source, sink, monitor);
        this.progress = sink.progress();
        this.watch = watch();
    }

    /**
     * Takes over what was copied, empties what is to be copied anew, and does at the destination what became of whole tables at the
     * source. Where tables went or got other names, that waits until the destination has everything that was committed before.
     *
     * @return the tables that have to be copied
     */
    List<SourceTable> reconcile() {
        progress = sink.progress();
        takeOver();
        resync.apply(source, sink, monitor);
        progress = sink.progress();
        TableNews all = source.compare(progress);
        waiting.forgetAllBut(all.added());
        TableNews changes = all.without(known()).besides(underWay()).settledBy(watch.reached());
        List<SourceTable> wanted =
                progress.position().isEmpty() ? changes.added() : ddl.apply(changes, progress.unended());
        waiting.leaveAside(changes.added().stream()
                .filter(table -> !wanted.contains(table))
                .map(SourceTable::name)
                .toList());
        return wanted;
    }

    /** Returns whether the destination has no table yet. */
    boolean isEmpty() {
        return sink.progress().tables().isEmpty();
    }

    /** Returns whether a table is to be followed, now or when it is copied. */
    boolean isMeant(TableName table) {
        return !waiting.isLeftAside(table);
    }

    /** Takes tables that have to be copied into the queue, and begins the next copy if none is under way. */
    void join(List<SourceTable> tables) {
        progress = sink.progress();
        waiting.add(tables);
        if (isNextDue()) {
            join = Optional.of(joins.begin(waiting.next(), progress));
        }
        watch = watch();
        monitor.tables(names(), progress.tables(), known());
    }

    private boolean isNextDue() {
        return join.isEmpty() && arriving.isEmpty() && waiting.isDue();
    }

    /**
     * While tables are copied the source keeps all of its log, which is read once more for whatever is done about news: so that
     * waits where it can.
     */
    private TableWatch watch() {
        Predicate<TableNews> isNews = underWay().isEmpty() ? changes -> !changes.isEmpty() : TableNews::isPassing;
        return new TableWatch(source, time, progress, known(), isNews);
    }

    /** Returns the tables that the destination does not have yet, and that are no news. */
    private Set<TableName> known() {
        Set<TableName> known = waiting.names();
        known.addAll(underWay());
        return known;
    }

    private Set<TableName> underWay() {
        Set<TableName> underWay = new HashSet<>();
        join.ifPresent(one -> one.tables().forEach(table -> underWay.add(table.name())));
        arriving.ifPresent(arrival -> underWay.addAll(arrival.definitions().keySet()));
        return underWay;
    }

    private List<TableName> names() {
        return Stream.concat(progress.tables().keySet().stream(), known().stream())
                .distinct()
                .sorted(Comparator.comparing(TableName::toString))
                .toList();
    }

    private Lsn position() {
        return progress.position().orElse(Lsn.NONE);
    }

    /** Returns from where on the stream is to be read. */
    Lsn from() {
        return arriving.map(Arrival::from).orElseGet(this::position);
    }

    /** Returns what the stream is to hand on. */
    CopiedTables filter() {
        return new CopiedTables(progress, arriving, sink.canRollBack() && !tellsWhenCommitted());
    }

    /** A column that says when a row was changed has nothing to say before the commit. */
    private boolean tellsWhenCommitted() {
        return Stream.concat(
                        progress.tables().keySet().stream(),
                        arriving.stream().flatMap(arrival -> arrival.definitions().keySet().stream()))
                .flatMap(table -> sink.extras(table).stream())
                .anyMatch(ExtraColumn::isMoment);
    }

    /** Returns the place behind everything that tables fit together from. */
    Lsn latestCopy() {
        return progress.tables().values().stream().reduce(Lsn.NONE, Lsn::later);
    }

    /** Returns whether something became of whole tables that waits to be done. */
    boolean isNewsThere() {
        return watch.isNewsThere();
    }

    /** Returns whether no table is on its way. */
    boolean isComplete() {
        return join.isEmpty() && arriving.isEmpty() && waiting.isEmpty();
    }

    /** Fails where a table was left aside because it could not be copied, and is there and chosen still. */
    void requireNoFailure() {
        if (waiting.failure().isPresent()) {
            waiting.forgetAllBut(source.compare(sink.progress()).added());
        }
        waiting.failure().ifPresent(error -> {
            throw error;
        });
    }

    /**
     * Returns what the source may forget when the destination has everything before {@code position}: nothing that comes
     * while tables are copied, since that is read once more.
     */
    Lsn forgettable(Lsn position) {
        if (join.isEmpty()) {
            forgotten = Lsn.later(forgotten, position);
        }
        return forgotten;
    }

    /**
     * Takes note that the destination has everything before {@code position}.
     *
     * @return whether something is to be done between two streams: {@link #reconcile} and {@link #join} are due
     */
    boolean reached(Lsn position) {
        if (arriving.isPresent() && !position.isBefore(arriving.get().until())) {
            arriving.get().definitions().keySet().forEach(table -> arrived(table, position));
            arriving = Optional.empty();
            return true;
        }
        return join.flatMap(Join::outcome).isPresent()
                || join.flatMap(Join::ready).isPresent()
                || isNextDue()
                || (arriving.isEmpty() && (resync.apply(source, sink, monitor) || watch.isDue(position)));
    }

    private void arrived(TableName table, Lsn position) {
        sequences.copy(table);
        sink.arrived(table, position);
        monitor.copied(table, position);
    }

    /** A table that has to be copied anew on its way to the others does not arrive: it joins once more. */
    private void takeOver() {
        arriving = Optional.empty();
        join.filter(one -> one.outcome().isEmpty()).ifPresent(this::makeReady);
        join.filter(one -> one.outcome().isPresent()).ifPresent(ended -> {
            join = Optional.empty();
            ended.close();
            Outcome outcome = ended.outcome().orElseThrow();
            if (outcome instanceof Copied copied) {
                waiting.copied(ended.tables());
                takeOver(copied.position(), ended.followed());
            } else if (outcome instanceof Failed failed) {
                waiting.failed(ended.tables(), failed.error());
            }
        });
    }

    private void makeReady(Join next) {
        next.ready().ifPresent(starts -> {
            try {
                Map<TableName, TableDefinition> definitions = new HashMap<>();
                starts.forEach(start -> definitions.put(start.table().name(), start.at(sink)));
                next.go(definitions);
            } catch (SyncException e) {
                join = Optional.empty();
                next.close();
                waiting.failed(next.tables(), e);
            }
        });
    }

    /** A copy that is ahead of the others waits for its changes; one that is behind has to come to where they are. */
    private void takeOver(Lsn copy, Map<TableName, TableDefinition> definitions) {
        if (copy.isBefore(position())) {
            definitions.forEach(sink::arriving);
            arriving = Optional.of(new Arrival(copy, position(), definitions));
            return;
        }
        definitions.forEach((table, definition) -> {
            sequences.copy(table);
            sink.copied(table, copy, definition);
            monitor.copied(table, copy);
        });
    }

    /** Ends a copy that is under way. */
    @Override
    public void close() {
        join.ifPresent(Join::close);
    }
}
