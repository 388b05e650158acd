package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.change.TableDefinition.Keys;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Retained;
import dev.sluice.connector.SourceStatus;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A source in memory; every table has three rows that were there before. */
final class WorldSource implements ChangeSource {
    private final World world;
    private volatile boolean cancelled;

    WorldSource(World world) {
        this.world = world;
    }

    @Override
    public List<Finding> check() {
        try {
            step("source.check");
            List<Finding> findings = new ArrayList<>(List.of(Finding.ok("source", "is there")));
            findings.addAll(unfit(tables()));
            return findings;
        } catch (SyncException e) {
            return List.of(Finding.failed("source", e));
        }
    }

    private List<Finding> unfit(List<SourceTable> tables) {
        return tables.stream()
                .map(SourceTable::name)
                .filter(world.unfit::contains)
                .map(name -> Finding.failed("source", name + " has no key", "Give it one")
                        .about(List.of(name)))
                .toList();
    }

    @Override
    public List<SourceTable> tables() {
        return world.tables.stream()
                .map(name -> new SourceTable("source", "db", name))
                .toList();
    }

    @Override
    public TableNews compare(Progress progress) {
        List<SourceTable> added = tables().stream()
                .filter(table -> !progress.tables().containsKey(table.name()))
                .toList();
        List<TableName> dropped = progress.tables().keySet().stream()
                .filter(name -> !world.tables.contains(name))
                .toList();
        Set<TableName> abandoned = new HashSet<>(progress.unended());
        added.forEach(table -> abandoned.remove(table.name()));
        return new TableNews(
                List.of(), dropped, List.of(), List.of(), List.of(), added, List.of(), List.copyOf(abandoned));
    }

    @Override
    public TableDefinition definition(TableName table) {
        return defined(table);
    }

    static TableDefinition defined(TableName table) {
        return new TableDefinition(1, table, List.of(), new Keys(List.of(), List.of()), "", "");
    }

    @Override
    public List<SequenceValue> sequences(TableName table) {
        return List.of();
    }

    @Override
    public Retained retain(List<SourceTable> tables, Consumer<String> waiting) {
        step("retain");
        Finding.require(unfit(tables));
        tables.forEach(table -> world.published.add(table.name()));
        Lsn kept = world.slot.orElseGet(world::end);
        world.slot = Optional.of(kept);
        return new Retained(kept, Optional.empty());
    }

    @Override
    public TableSnapshot snapshot(List<SourceTable> tables, Consumer<String> waiting) {
        step("snapshot");
        return new Snapshot(world.end());
    }

    @Override
    public TableSnapshot state(List<SourceTable> tables, Consumer<String> waiting) {
        step("state");
        return new Snapshot(world.end());
    }

    private record Snapshot(Lsn position) implements TableSnapshot {
        @Override
        public Reader reader(TableName table, TableDefinition followed, List<ExtraColumn> extras) {
            return StreamEnds.reader(3);
        }

        @Override
        public TableDefinition definition(TableName table) {
            return defined(table);
        }

        @Override
        public Optional<Redefinition> since(TableName table, String earlier) {
            return Optional.of(Redefinition.anew(table, defined(table)));
        }

        @Override
        public void close() {}
    }

    @Override
    public ChangeStream follow(Lsn from, ChangeFilter filter) {
        step("follow");
        return new WorldStream(world, from, filter, this::requireNotCancelled);
    }

    @Override
    public void release() {
        step("release");
        world.slot = Optional.empty();
    }

    private void requireNotCancelled() {
        if (cancelled) {
            throw new SyncException(ErrorCode.CANCELLED, "cancelled");
        }
    }

    private void step(String name) {
        requireNotCancelled();
        world.step(name);
    }

    @Override
    public Lsn now() {
        return world.end();
    }

    @Override
    public SourceStatus status() {
        step("status");
        while (world.silent && !cancelled) {
            Thread.onSpinWait();
        }
        requireNotCancelled();
        return new SourceStatus(
                world.end(),
                world.slot.map(kept -> new SourceStatus.Slot(
                        "slot", false, world.slot, OptionalLong.of(world.retained), Optional.empty())),
                true,
                Optional.empty(),
                List.of());
    }

    @Override
    public List<String> forget() {
        world.slot = Optional.empty();
        return List.of("the slot");
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {}
}
