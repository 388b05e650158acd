package dev.sluice.testkit.contract;

import dev.sluice.Time;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.Engine;
import dev.sluice.batch.RunListener;
import dev.sluice.job.ErrorLimit;
import dev.sluice.job.Execution;
import dev.sluice.job.Settings;
import dev.sluice.job.Speed;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Binds batch runs over {@link Numbers}, since only a run can ask an engine to move something. */
final class EngineRun {
    private EngineRun() {}

    /** Binds a run that bears any number of dirty rows. */
    static BatchRun bind(Engine engine, Numbers numbers, int channels, Path folder) {
        return bind(engine, numbers, channels, OptionalLong.empty(), folder);
    }

    /** Binds a run that keeps its dirty rows in {@code folder}. */
    static BatchRun bind(Engine engine, Numbers numbers, int channels, OptionalLong mostDirty, Path folder) {
        Settings settings = new Settings(
                new ErrorLimit(mostDirty, OptionalDouble.empty(), ErrorLimit.Origin.STATED),
                new Speed(channels, OptionalLong.empty(), OptionalLong.empty()),
                Execution.LOCAL,
                Optional.empty());
        return new BatchRun(
                new NumberReader(numbers),
                new NumberWriter(numbers),
                settings,
                engine,
                folder.resolve("dirty.jsonl"),
                RunListener.none(),
                Time.system());
    }
}
