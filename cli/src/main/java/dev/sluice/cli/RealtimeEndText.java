package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.batch.RunStatus;
import dev.sluice.change.Lsn;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeStatus;
import java.io.PrintWriter;

/** What is said at the end of a run of a real-time job. */
final class RealtimeEndText {
    private final PrintWriter to;

    RealtimeEndText(PrintWriter to) {
        this.to = to;
    }

    void print(RealtimeReport report) {
        if (report.outcome() != RunStatus.NOT_STARTED) {
            to.println(summary(report));
            MissedRows.text(report.status().follow()).ifPresent(to::println);
        }
        report.error().ifPresent(error -> printError(report, error));
    }

    private static String summary(RealtimeReport report) {
        RealtimeStatus status = report.status();
        return "After " + Words.rough(report.elapsed()) + ": " + status.tablesCopied() + " of "
                + status.tables().size() + " tables have their first copy (" + Words.rows(status.rowsCopied())
                + " in this run), " + Words.count(status.follow().applied().changes()) + " changes in "
                + Words.count(status.follow().applied().transactions()) + " transactions applied"
                + status.follow().position().map(RealtimeEndText::position).orElse("");
    }

    private static String position(Lsn position) {
        return ", to the position " + position;
    }

    private void printError(RealtimeReport report, SyncException error) {
        to.println(report.outcome() + ": " + error.code());
        ErrorText.print(error, to);
    }
}
