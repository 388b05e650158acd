package dev.sluice.realtime;

import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.connector.Writer;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.row.RowSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A destination that takes note at once of what becomes of each table's first copy. Used by one thread. */
final class NotedCopies implements CopyPlace {
    private final Map<TableName, SourceTable> tables;
    private final TableSnapshot snapshot;
    private final ChangeSink sink;
    private final SequenceCopy sequences;
    private final RunMonitor monitor;
    private final Headway headway;
    private final Progress progress;
    private final Map<TableName, TableDefinition> definitions = new HashMap<>();

    /** {@code headway} is told of each table that has its copy, and of rows that move. */
    NotedCopies(
            List<SourceTable> tables,
            TableSnapshot snapshot,
            ChangeSink sink,
            SequenceCopy sequences,
            RunMonitor monitor,
            Headway headway) {
        this.tables = tables.stream().collect(Collectors.toMap(SourceTable::name, table -> table));
        this.snapshot = snapshot;
        this.sink = sink;
        this.sequences = sequences;
        this.monitor = monitor;
        this.headway = headway;
        this.progress = sink.progress();
    }

    @Override
    public TableDefinition begins(TableName table) {
        CopyStart start = CopyStart.of(Objects.requireNonNull(tables.get(table)), snapshot, progress);
        TableDefinition followed = start.at(sink);
        definitions.put(table, followed);
        return followed;
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
        sequences.copy(table);
        sink.copied(table, position, Objects.requireNonNull(definitions.get(table)));
        monitor.copied(table, position);
        headway.made();
    }

    @Override
    public void goesOn() {
        headway.goesOn();
    }
}
