package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.Engine;
import dev.sluice.batch.RunListener;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.CopySettings;
import dev.sluice.job.ErrorLimit;
import dev.sluice.job.Execution;
import dev.sluice.job.Format;
import dev.sluice.job.Settings;
import dev.sluice.job.Speed;
import dev.sluice.job.TableName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** How first copies are made: by the code of batch runs, which share the job's channels and its limit. Immutable. */
public final class FirstCopy {
    private final CopySettings settings;
    private final Engine engine;
    private final Path folder;
    private final Time time;

    /**
     * Says how first copies are made.
     *
     * @param engine moves the rows, of several tables at a time
     * @param folder is where a row goes that the destination refuses, which ends the job
     */
    public FirstCopy(CopySettings settings, Engine engine, Path folder, Time time) {
        this.settings = settings;
        this.engine = engine;
        this.folder = folder;
        this.time = time;
    }

    /** Returns how many channels there are for all tables together. */
    int channels() {
        return settings.channels();
    }

    BatchRun run(TableName table, int channels, Reader reader, Writer writer, RunListener listener) {
        Settings share = new Settings(ErrorLimit.silent(Format.V2), speed(channels), Execution.LOCAL, Optional.empty());
        return new BatchRun(reader, writer, share, engine, dirtyFile(table), listener, time);
    }

    private Speed speed(int channels) {
        OptionalLong limit = settings.bytesPerSecond();
        OptionalLong part =
                limit.isPresent() ? OptionalLong.of(Math.max(1, limit.getAsLong() / channels() * channels)) : limit;
        return new Speed(channels, part, OptionalLong.empty());
    }

    private Path dirtyFile(TableName table) {
        return folder.resolve(table.toString().replace('/', '_') + ".dirty.jsonl");
    }
}
