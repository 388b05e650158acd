package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A destination in memory: what was applied is there when it was committed, together with the position. */
final class WorldSink implements ChangeSink {
    private final World world;
    private final ChangeCursor cursor = new ChangeCursor();
    private final List<String> applied = new ArrayList<>();
    private volatile boolean cancelled;
    private long missed;

    WorldSink(World world) {
        this.world = world;
    }

    private void step(String name) {
        if (cancelled) {
            throw new SyncException(ErrorCode.CANCELLED, "cancelled");
        }
        world.step(name);
    }

    @Override
    public List<Finding> check(List<SourceTable> tables) {
        return List.of(Finding.ok("destination", "is there"));
    }

    @Override
    public Optional<String> awaitEarlier() {
        step("awaitEarlier");
        return world.earlier-- > 0 ? Optional.of("a session") : Optional.empty();
    }

    @Override
    public void prepare(List<SourceTable> tables) {
        step("prepare");
    }

    @Override
    public List<SourceTable> missing(List<SourceTable> tables) {
        return tables.stream()
                .filter(table -> !world.made.contains(table.name()))
                .toList();
    }

    @Override
    public void create(SourceTable table, TableDefinition definition) {
        step("create " + table.name().table());
        world.made.add(definition.name());
    }

    @Override
    public Progress progress() {
        return world.progress();
    }

    @Override
    public void start(Lsn position, List<TableName> toCopy) {
        step("start");
        world.position = Optional.of(position);
        world.flushed = position;
    }

    @Override
    public List<ExtraColumn> extras(TableName table) {
        return List.of();
    }

    @Override
    public Writer writer(TableName table, RowSchema source) {
        step("writer " + table.table());
        return StreamEnds.writer();
    }

    @Override
    public void copying(TableName table, TableDefinition definition) {
        step("copying " + table.table());
    }

    @Override
    public void redefine(Redefinition redefinition) {
        step("copying " + redefinition.table().table());
    }

    @Override
    public List<String> advance(TableName table, List<SequenceValue> sequences) {
        return List.of();
    }

    @Override
    public void copied(TableName table, Lsn position, TableDefinition definition) {
        step("copied " + table.table());
        world.copies.put(table, position);
    }

    @Override
    public void arriving(TableName table, TableDefinition definition) {
        step("arriving " + table.table());
    }

    @Override
    public void arrived(TableName table, Lsn position) {
        step("arrived " + table.table());
        world.copies.put(table, position);
    }

    @Override
    public void empty(TableName table) {
        step("empty " + table.table());
        world.copies.remove(table);
        world.begun.add(table);
    }

    @Override
    public Optional<String> emptyIfUnused(TableName table) {
        if (world.used.contains(table)) {
            step("not empty " + table.table());
            return Optional.of("somebody uses it");
        }
        empty(table);
        return Optional.empty();
    }

    @Override
    public void drop(TableName table) {
        world.copies.remove(table);
        world.made.remove(table);
    }

    @Override
    public void leave(TableName table) {
        world.copies.remove(table);
    }

    @Override
    public void rename(List<TableRename> renames) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void apply(ChangeBatch changes) {
        step("apply");
        for (int i = 0; i < changes.changes(); i++) {
            if (changes.kind(i) == ChangeKind.TRUNCATE) {
                continue;
            }
            if (changes.kind(i) == ChangeKind.REDEFINE) {
                world.copies.remove(changes.redefinition(i).table());
                continue;
            }
            cursor.moveTo(changes, i);
            String value = String.valueOf(cursor.after().text(0));
            if (value.startsWith("no row")) {
                missed++;
            } else {
                applied.add(value);
            }
        }
    }

    @Override
    public long missedRows() {
        return missed;
    }

    @Override
    public boolean commit(Lsn position) {
        step("commit");
        world.arrived.addAll(applied);
        applied.clear();
        Lsn reached = Lsn.later(position, world.position.orElse(Lsn.NONE));
        world.position = Optional.of(reached);
        if (world.asynchronousCommits > 0) {
            world.asynchronousCommits--;
            return false;
        }
        world.flushed = reached;
        return true;
    }

    @Override
    public List<String> forget() {
        world.position = Optional.empty();
        world.copies.clear();
        return List.of("the progress");
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {}
}
