package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.RunCounts;
import java.io.PrintWriter;

/** Progress as one line now and then, for logs. */
final class LineProgress implements Progress {
    private final BatchPlan plan;
    private final PrintWriter to;
    private final Pace.Reading start;
    private Pace.Reading before;

    LineProgress(BatchPlan plan, PrintWriter to, Pace.Reading start) {
        this.plan = plan;
        this.to = to;
        this.start = start;
        this.before = start;
    }

    @Override
    public void show(Pace.Reading now) {
        StringBuilder line = line(new Pace(before, now));
        new Pace(start, now)
                .timeLeft(plan)
                .ifPresent(left -> line.append(", ").append(Words.rough(left)).append(" left"));
        to.println(line);
        before = now;
    }

    private StringBuilder line(Pace pace) {
        RunCounts counts = pace.now().counts();
        StringBuilder line = new StringBuilder(Words.rows(counts.recordsRead()));
        pace.share(plan)
                .ifPresent(
                        share -> line.append(" (").append(Words.percent(share)).append(')'));
        return line.append(", ")
                .append(Words.rounded(pace.recordsPerSecond()))
                .append(" rows/s, ")
                .append(Words.traffic(pace.bytesPerSecond()))
                .append(", ")
                .append(Words.count(counts.dirtyRecords()))
                .append(" dirty");
    }

    @Override
    public void end(Pace.Reading last) {
        to.println(line(new Pace(start, last)));
    }
}
