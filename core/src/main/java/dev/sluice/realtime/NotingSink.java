package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Writer;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.row.RowSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A destination that has no place for the progress, which is noted in the job's folder instead, not together with the rows:
 * what came after the last note, a second at most, comes again after a crash.
 */
public final class NotingSink implements ChangeSink {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ChangeSink sink;
    private final FileProgress file;
    private final Time time;
    private Progress noted;
    private Optional<Lsn> unnoted = Optional.empty();
    private long notedAt;
    private boolean applied;

    /** Keeps the progress of {@code sink} in the folder of its job. */
    public NotingSink(ChangeSink sink, JobFolder folder, Time time) {
        this.sink = sink;
        this.file = new FileProgress(folder.path().resolve("progress.json"));
        this.time = time;
        this.noted = file.read();
        this.notedAt = time.nanos();
    }

    @Override
    public List<Finding> check(List<SourceTable> tables) {
        return sink.check(tables);
    }

    @Override
    public Optional<String> awaitEarlier() {
        return sink.awaitEarlier();
    }

    @Override
    public void prepare(List<SourceTable> tables) {
        sink.prepare(tables);
    }

    @Override
    public List<SourceTable> missing(List<SourceTable> tables) {
        return sink.missing(tables);
    }

    @Override
    public boolean hasRows(TableName table) {
        return sink.hasRows(table);
    }

    @Override
    public void create(SourceTable table, TableDefinition definition) {
        sink.create(table, definition);
    }

    @Override
    public Progress progress() {
        return new Progress(unnoted.or(noted::position), noted.tables(), Map.of(), noted.unended());
    }

    @Override
    public void start(Lsn position, List<TableName> toCopy) {
        sink.start(position, toCopy);
        Set<TableName> unended = new HashSet<>(noted.unended());
        unended.addAll(toCopy);
        note(new Progress(Optional.of(position), noted.tables(), Map.of(), unended));
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
    public void copying(TableName table, TableDefinition definition) {
        sink.copying(table, definition);
        noteUnended(table);
    }

    @Override
    public Optional<TableName> abandon(TableName table) {
        noteGone(table);
        return sink.abandon(table);
    }

    @Override
    public void supersede(TableName table) {
        sink.supersede(table);
        noteGone(table);
    }

    @Override
    public void redefine(Redefinition redefinition) {
        sink.redefine(redefinition);
        if (redefinition.anew()) {
            noteUnended(redefinition.table());
        }
    }

    @Override
    public List<String> advance(TableName table, List<SequenceValue> sequences) {
        return sink.advance(table, sequences);
    }

    @Override
    public void copied(TableName table, Lsn position, TableDefinition definition) {
        sink.copied(table, position, definition);
        noteTable(table, position);
    }

    @Override
    public void arriving(TableName table, TableDefinition definition) {
        sink.arriving(table, definition);
        noteUnended(table);
    }

    @Override
    public void arrived(TableName table, Lsn position) {
        sink.arrived(table, position);
        noteTable(table, position);
    }

    @Override
    public void empty(TableName table) {
        sink.empty(table);
        noteUnended(table);
    }

    @Override
    public Optional<String> emptyIfUnused(TableName table) {
        Optional<String> users = sink.emptyIfUnused(table);
        if (users.isEmpty()) {
            noteUnended(table);
        }
        return users;
    }

    @Override
    public void drop(TableName table) {
        sink.drop(table);
        noteGone(table);
    }

    @Override
    public void leave(TableName table) {
        sink.leave(table);
        noteGone(table);
    }

    @Override
    public void rename(List<TableRename> renames) {
        sink.rename(renames);
        Map<TableName, Lsn> tables = new HashMap<>(noted.tables());
        Map<TableName, Lsn> moved = new HashMap<>();
        for (TableRename rename : renames) {
            Optional.ofNullable(tables.remove(rename.from()))
                    .ifPresent(copy -> moved.put(rename.to().name(), copy));
        }
        tables.putAll(moved);
        note(new Progress(noted.position(), tables, Map.of(), noted.unended()));
    }

    private void noteTable(TableName table, Lsn position) {
        note(table, Optional.of(position), false);
    }

    private void noteUnended(TableName table) {
        note(table, Optional.empty(), true);
    }

    private void noteGone(TableName table) {
        note(table, Optional.empty(), false);
    }

    private void note(TableName table, Optional<Lsn> copy, boolean begun) {
        Map<TableName, Lsn> tables = new HashMap<>(noted.tables());
        Set<TableName> unended = new HashSet<>(noted.unended());
        tables.remove(table);
        unended.remove(table);
        copy.ifPresent(position -> tables.put(table, position));
        if (begun) {
            unended.add(table);
        }
        Progress progress = new Progress(noted.position(), tables, Map.of(), unended);
        if (!progress.equals(noted)) {
            note(progress);
        }
    }

    @Override
    public void apply(ChangeBatch changes) {
        applied |= changes.changes() > 0;
        sink.apply(changes);
    }

    @Override
    public boolean canRollBack() {
        return sink.canRollBack();
    }

    @Override
    public void rollBack() {
        sink.rollBack();
    }

    @Override
    public long missedRows() {
        return sink.missedRows();
    }

    @Override
    public boolean commit(Lsn position) {
        boolean durable = sink.commit(position);
        unnoted = Optional.of(Lsn.later(position, progress().position().orElse(Lsn.NONE)));
        if (!applied || time.nanos() - notedAt >= INTERVAL.toNanos()) {
            noteRest();
        }
        applied = false;
        return durable && unnoted.isEmpty();
    }

    private void noteRest() {
        if (unnoted.isPresent()) {
            note(new Progress(unnoted, noted.tables(), Map.of(), noted.unended()));
            unnoted = Optional.empty();
        }
    }

    private void note(Progress progress) {
        file.write(progress);
        noted = progress;
        notedAt = time.nanos();
    }

    @Override
    public List<String> forget() {
        List<String> gone = new ArrayList<>(sink.forget());
        noted = new Progress(Optional.empty(), Map.of());
        unnoted = Optional.empty();
        if (file.delete()) {
            gone.add("the progress in the workspace");
        }
        return gone;
    }

    @Override
    public void cancel() {
        sink.cancel();
    }

    @Override
    public void close() {
        try (sink) {
            noteRest();
        }
    }
}
