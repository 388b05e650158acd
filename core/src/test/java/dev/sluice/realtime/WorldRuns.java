package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.batch.HandTime;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs against ends in memory with the tables a, b and c, and what they tell. Time stands still but by hand. */
final class WorldRuns {
    static final RunPlan CATCH_UP = new RunPlan(RunPlan.Until.CAUGHT_UP, Optional.empty());

    private final Supplier<Path> folder;
    final HandTime time = new HandTime();
    final World world = new World(time, "a", "b", "c");
    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    final List<JobState> states = Collections.synchronizedList(new ArrayList<>());
    /** What failed and was followed by another attempt. */
    final List<ErrorCode> troubles = Collections.synchronizedList(new ArrayList<>());

    WorldRuns(Supplier<Path> folder) {
        this.folder = folder;
    }

    /** Returns a run of a job that has not begun. */
    RealtimeRun bind(RealtimeJob job, RunPlan plan) {
        RealtimeListener listener = new RealtimeListener() {
            @Override
            public void checked(List<Finding> findings) {}

            @Override
            public void changed(RealtimeStatus status) {
                if (states.isEmpty() || states.get(states.size() - 1) != status.state()) {
                    states.add(status.state());
                    if (status.state() == JobState.PAUSED) {
                        troubles.add(status.trouble().orElseThrow().code());
                    }
                }
            }

            @Override
            public void done(String text) {}

            @Override
            public void warned(String text) {
                warnings.add(text);
            }
        };
        FirstCopy copy =
                new FirstCopy(job.settings().runtime().copy(), new LocalEngine(4), folder.get(), Time.system());
        return new RealtimeRun(job, world, copy, plan, listener, time);
    }

    /** Runs the usual job. */
    RealtimeReport run(RunPlan plan) {
        return bind(Jobs.fullAndRealtime(), plan).run();
    }

    /** Begins a run, and returns the thread that it is made by when it is live. */
    static Thread start(RealtimeRun run) {
        return start(run, report -> {});
    }

    static Thread start(RealtimeRun run, Consumer<RealtimeReport> reports) {
        Thread runner = new Thread(() -> reports.accept(run.run()));
        runner.start();
        while (run.status().state() != JobState.LIVE) {
            Thread.onSpinWait();
        }
        return runner;
    }

    static TableStatus status(RealtimeRun run, String table) {
        return run.status().tables().stream()
                .filter(one -> one.name().table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    static SyncException failure(ErrorCode code) {
        return new SyncException(code, "It failed");
    }

    static SyncException[] failures(int count, ErrorCode code) {
        return Stream.generate(() -> failure(code)).limit(count).toArray(SyncException[]::new);
    }
}
