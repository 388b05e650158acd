package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.batch.RunCounts;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** What is said at the end of a run: a block with the items that users of DataX know, and why it did not go well. */
final class EndText {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final ZoneId zone;
    private final PrintWriter to;

    EndText(ZoneId zone, PrintWriter to) {
        this.zone = zone;
        this.to = to;
    }

    void print(RunReport report) {
        if (report.extent().splits() > 0) {
            to.println();
            printBlock(report);
            to.println();
        }
        report.error().ifPresent(error -> printError(report, error));
    }

    private void printError(RunReport report, SyncException error) {
        to.println(
                report.status() == RunStatus.STOPPED
                        ? "STOPPED: " + Words.rows(report.counts().recordsWritten())
                                + " are in the destination for good"
                        : report.status() + ": " + error.code());
        ErrorText.print(error, to);
    }

    private void printBlock(RunReport report) {
        RunCounts counts = report.counts();
        line("Job start", moment(report.startTime()));
        line("Job end", moment(report.endTime()));
        line("Total cost", Words.exact(report.elapsed()));
        line("Average traffic", Words.traffic(report.bytesPerSecond()));
        line("Record speed", Words.rounded(report.recordsPerSecond()) + " rec/s");
        line("Records read", Words.count(counts.recordsRead()));
        line("Records written", Words.count(counts.recordsWritten()));
        line("Failures", Words.count(counts.dirtyRecords()) + (counts.dirtyRecords() == 0 ? "" : " dirty"));
        if (counts.changedValues() > 0) {
            line("Changed", Words.count(counts.changedValues()) + " values that held U+0000");
        }
        if (report.diverted() > 0) {
            line(
                    "Diverted",
                    Words.count(report.diverted())
                            + ", dropped or put elsewhere by the destination's triggers or rules");
        }
        line("Channels", Words.count(report.extent().channels()));
        line("Splits", counts.splitsDone() + " of " + report.extent().splits());
        line("Reader waited", Words.exact(Duration.ofNanos(counts.readerWaitNanos())));
        line("Writer waited", Words.exact(Duration.ofNanos(counts.writerWaitNanos())));
        report.dirtyFile().ifPresent(file -> line("Dirty rows", file.toString()));
    }

    private String moment(Instant instant) {
        return MOMENT.format(instant.atZone(zone));
    }

    private void line(String item, String value) {
        to.println(item + " ".repeat(16 - item.length()) + ": " + value);
    }
}
