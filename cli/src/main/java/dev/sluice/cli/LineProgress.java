package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
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
        Pace lately = new Pace(before, now);
        Pace all = new Pace(start, now);
        StringBuilder line = new StringBuilder();
        line.append(Words.rows(now.counts().recordsRead()));
        all.share(plan)
                .ifPresent(
                        share -> line.append(" (").append(Words.percent(share)).append(')'));
        line.append(", ").append(Words.rounded(lately.recordsPerSecond())).append(" rows/s, ");
        line.append(Words.megabytes(lately.megabytesPerSecond()));
        line.append(", ").append(Words.count(now.counts().dirtyRecords())).append(" dirty");
        all.timeLeft(plan)
                .ifPresent(left -> line.append(", ").append(Words.rough(left)).append(" left"));
        to.println(line);
        before = now;
    }

    @Override
    public void end(Pace.Reading last) {
        before = start;
        show(last);
    }
}
