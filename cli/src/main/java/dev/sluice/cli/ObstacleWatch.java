package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunCounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Tells the user what a run waits for when nothing is written for a while. */
final class ObstacleWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final BatchRun run;
    private final PrintWriter to;
    private final Time time;
    private final Thread thread = new Thread(this::watch, "sluice-obstacles");
    private List<String> told = List.of();

    ObstacleWatch(BatchRun run, PrintWriter to, Time time) {
        this.run = run;
        this.to = to;
        this.time = time;
    }

    /** Watches until it is closed. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            RunCounts before = run.counts();
            while (true) {
                time.sleep(INTERVAL);
                RunCounts now = run.counts();
                if (now.recordsWritten() == before.recordsWritten()) {
                    tell(run.obstacles());
                }
                before = now;
            }
        } catch (InterruptedException e) {
            // close() wants this thread to end.
        }
    }

    private void tell(List<String> obstacles) {
        if (!obstacles.equals(told)) {
            obstacles.forEach(to::println);
            to.flush();
            told = obstacles;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
