package dev.sluice.cli;

import dev.sluice.batch.BatchPlan;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress as a bar on a terminal. */
final class BarProgress implements Progress {
    private static final int REFRESH_MILLIS = 200;

    private final BatchPlan plan;
    private final Pace.Reading start;
    private final ProgressBar bar;

    BarProgress(String name, BatchPlan plan, PrintWriter to, int columns, Pace.Reading start) {
        this.plan = plan;
        this.start = start;
        this.bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(new Pace(start, start).expectedRecords(plan).orElse(-1))
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new Line(to, columns))
                .build();
    }

    @Override
    public void show(Pace.Reading now) {
        Pace pace = new Pace(start, now);
        pace.expectedRecords(plan).ifPresent(bar::maxHint);
        bar.stepTo(now.counts().recordsRead());
        bar.setExtraMessage(" " + Words.traffic(pace.bytesPerSecond()) + ", "
                + Words.count(now.counts().dirtyRecords()) + " dirty");
    }

    @Override
    public void end(Pace.Reading last) {
        show(last);
        bar.close();
    }

    /** One line of a terminal that is written over and over. */
    private record Line(PrintWriter to, int columns) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return columns - 1;
        }

        @Override
        public void accept(String text) {
            to.print("\r" + text);
            to.flush();
        }

        @Override
        public void close() {
            to.println();
        }
    }
}
