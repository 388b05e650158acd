package dev.sluice.stream;

import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SequenceValue;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ExtraColumns;
import dev.sluice.connector.Progress;
import dev.sluice.connector.Writer;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.row.RowSchema;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints changes as messages. It has no place for the progress, which somebody else keeps: what was printed and is not
 * noted there is printed again by the next run.
 */
final class StreamChangeSink implements ChangeSink {
    private static final String HEARTBEAT = "MHEARTBEAT";
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final LineOutput output;
    private final ZoneId zone;
    private final Time time;
    private final Cancellation cancellation = new Cancellation();
    private final RealtimeJob job;
    private volatile String database = "";
    private MessageWriter writer;
    private ChangeMessages messages;
    private boolean silent;
    private long beatAt;

    /** {@code zone} is that of times without one. */
    StreamChangeSink(RealtimeJob job, OutputStream out, ZoneId zone, Time time) {
        this.job = job;
        this.output = new LineOutput(out, "The output");
        this.zone = zone;
        this.time = time;
        this.writer = new MessageWriter(database, zone);
        this.messages = new ChangeMessages(writer);
    }

    @Override
    public List<Finding> check(List<SourceTable> tables) {
        return List.of(Finding.ok("destination", "changes are printed, one message a line"));
    }

    @Override
    public void prepare(List<SourceTable> tables) {
        database = tables.isEmpty() ? "" : tables.get(0).database();
        writer = new MessageWriter(database, zone);
        messages = new ChangeMessages(writer);
    }

    @Override
    public List<SourceTable> missing(List<SourceTable> tables) {
        return List.of();
    }

    @Override
    public void create(SourceTable table, TableDefinition definition) {
        // A message says what its columns are.
    }

    @Override
    public Progress progress() {
        return new Progress(Optional.empty(), Map.of());
    }

    @Override
    public void start(Lsn position, List<TableName> toCopy) {
        // Whoever keeps the progress takes note.
    }

    /** A stream has no database; what the rules would call it stands for its name. */
    @Override
    public List<ExtraColumn> extras(TableName table) {
        String renamed = job.mappingOf(database, table)
                .map(mapping -> mapping.renaming()
                        .databaseOf(new SourceTable(job.source().dataSource(), database, table)))
                .orElse(database);
        return new ExtraColumns(job, database, renamed).of(table);
    }

    @Override
    public Writer writer(TableName table, RowSchema source) {
        return new RowMessageWriter(table, () -> new MessageWriter(database, zone), output);
    }

    @Override
    public void copying(TableName table, TableDefinition definition) {
        // What was printed before cannot be taken back.
    }

    @Override
    public void redefine(Redefinition redefinition) {
        // A message says what its columns are.
    }

    @Override
    public List<String> advance(TableName table, List<SequenceValue> sequences) {
        return List.of();
    }

    @Override
    public void copied(TableName table, Lsn position, TableDefinition definition) {
        // Whoever keeps the progress takes note.
    }

    @Override
    public void arriving(TableName table, TableDefinition definition) {
        // Whoever keeps the progress takes note.
    }

    @Override
    public void arrived(TableName table, Lsn position) {
        // Whoever keeps the progress takes note.
    }

    @Override
    public void empty(TableName table) {
        // What was printed before cannot be taken back.
    }

    @Override
    public void drop(TableName table) {
        // No message comes any more.
    }

    @Override
    public void leave(TableName table) {
        // No message comes any more.
    }

    @Override
    public void rename(List<TableRename> renames) {
        // A message says what its table is called.
    }

    @Override
    public void apply(ChangeBatch changes) {
        cancellation.check();
        if (changes.changes() > 0) {
            messages.write(changes);
            flush();
            silent = false;
        }
    }

    /** A heartbeat says that everything before a position has been printed; also now and then where nothing is. */
    @Override
    public boolean commit(Lsn position) {
        cancellation.check();
        if (!silent || time.nanos() - beatAt >= INTERVAL.toNanos()) {
            silent = true;
            beatAt = time.nanos();
            writer.write(HEARTBEAT, json -> json.writeStringField("position", position.toString()));
            flush();
        }
        return true;
    }

    private void flush() {
        output.write(writer.lines());
        writer.lines().reset();
    }

    @Override
    public List<String> forget() {
        return List.of();
    }

    @Override
    public void cancel() {
        cancellation.request();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
