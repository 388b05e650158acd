package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.Engine;
import dev.sluice.batch.RunListener;
import dev.sluice.batch.RunReport;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Reader;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.Settings;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Copies the tables that have no copy yet, all from one state of the source, by the code of batch runs. */
public final class FirstCopy {
    private final Settings settings;
    private final Engine engine;
    private final Path folder;
    private final Time time;

    /** {@code folder} is where files of dirty rows go, of which the settings bear none as a rule. */
    public FirstCopy(Settings settings, Engine engine, Path folder, Time time) {
        this.settings = settings;
        this.engine = engine;
        this.folder = folder;
        this.time = time;
    }

    void copy(List<SourceTable> tables, ChangeSource source, ChangeSink sink) {
        Set<TableName> copied = sink.progress().tables().keySet();
        List<TableName> missing = tables.stream()
                .map(SourceTable::name)
                .filter(table -> !copied.contains(table))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        try (TableSnapshot snapshot = source.snapshot()) {
            for (TableName table : missing) {
                sink.copying(table);
                copy(table, snapshot, sink);
                sink.copied(table, snapshot.position());
            }
        }
    }

    private void copy(TableName table, TableSnapshot snapshot, ChangeSink sink) {
        Reader reader = snapshot.reader(table);
        RunReport report = new BatchRun(
                        reader,
                        sink.writer(table, reader.schema()),
                        settings,
                        engine,
                        folder.resolve(table + ".dirty.jsonl"),
                        RunListener.none(),
                        time)
                .run();
        if (report.error().isPresent()) {
            throw report.error().get();
        }
    }
}
