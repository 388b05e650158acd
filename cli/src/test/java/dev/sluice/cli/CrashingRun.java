package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.job.Variables;
import dev.sluice.job.Workspace;
import dev.sluice.realtime.Ends;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RunPlan;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;

/** A run of a real-time job that dies at a {@link CrashPoint}: its process halts, and nothing is closed. */
public final class CrashingRun {
    private CrashingRun() {}

    /** Runs {@code live.json} of the workspace {@code arguments[0]} to the point {@code arguments[1]}. */
    public static void main(String[] arguments) {
        Surroundings surroundings = Surroundings.ofProcess();
        Workspace workspace = Workspace.of(Path.of(arguments[0]), Map.of());
        Variables variables = Variables.of(Map.of(), Time.system().now(), ZoneOffset.UTC);
        BoundRealtime bound =
                new JobSource(Path.of("live.json"), workspace, variables).bindRealtime(surroundings.connectors());
        Ends ends = new CrashingEnds(bound.ends(), CrashPoint.valueOf(arguments[1]));
        BoundRealtime crashing = new BoundRealtime(bound.job(), ends, bound.folder());
        RunOutput output = new RunOutput(false, RunOutput.Detail.PLAN);
        RealtimeReport report =
                new RealtimeJobRun(crashing, RunPlan.STANDARD, output, surroundings).execute(ended -> {});
        throw new IllegalStateException("it was to die: " + report);
    }
}
