package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.Progress;
import dev.sluice.connector.SourceStatus;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.StoredStatus;
import dev.sluice.realtime.TableStatus;
import dev.sluice.realtime.Trouble;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How a real-time job stands, for people. */
final class StatusText {
    private static final int WIDTH = 13;

    private final PrintWriter to;

    StatusText(PrintWriter to) {
        this.to = to;
    }

    void print(BoundRealtime bound, JobView view, List<String> orphans) {
        RealtimeJob job = bound.job();
        line(
                "Job",
                job.name() + " (" + job.identity().id() + "), "
                        + job.migration().type());
        line("State", view.state());
        view.last().ifPresent(stored -> printRun(stored, view.running()));
        line("Destination", destination(view));
        printSource(job, view);
        printTables(view.tables());
        orphans.forEach(this::printOrphan);
    }

    private void printRun(StoredStatus stored, boolean running) {
        if (running) {
            line("Progress", RealtimeLine.of(stored.status(), stored.pace()));
        }
        MissedRows.text(stored.status().follow()).ifPresent(text -> line("", text));
        stored.status()
                .trouble()
                .ifPresent(trouble -> printTrouble(trouble, stored.status().restarts()));
    }

    private void printTrouble(Trouble trouble, int restarts) {
        line("Last trouble", trouble.time() + " " + trouble.code() + ", restarts " + restarts);
        trouble.message().lines().forEach(text -> line("", text));
        trouble.hint().ifPresent(hint -> line("", "-> " + hint));
        trouble.nextAttempt().ifPresent(next -> line("", "next attempt " + next));
    }

    private static String destination(JobView view) {
        Optional<SyncException> error = view.destination().error();
        if (error.isPresent()) {
            return "does not answer, so that what it has is not known: "
                    + error.get().getMessage();
        }
        return view.position()
                .map(position -> "has everything before " + position)
                .or(() -> view.destination()
                        .known()
                        .map(Progress::tables)
                        .filter(copies -> !copies.isEmpty())
                        .map(copies -> copies.size() == 1
                                ? "has the copy of 1 table"
                                : "has the copies of " + copies.size() + " tables"))
                .orElse("knows nothing of the job");
    }

    private void printSource(RealtimeJob job, JobView view) {
        Optional<SyncException> error = view.source().error();
        if (error.isPresent()) {
            line(
                    "Source",
                    "does not answer, so that what it keeps is not known: "
                            + error.get().getMessage());
            return;
        }
        SourceStatus source = view.source().known().orElseThrow();
        line("Source", "is at " + source.position() + behind(view.lagBytes()));
        if (job.migration().type().followsChanges()) {
            line(
                    "Slot",
                    source.slot().map(StatusText::slot).orElse(job.identity().slot() + " is not there"));
            line(
                    "DDL",
                    "is seen "
                            + source.ddlTrigger()
                                    .map(trigger -> "by the event trigger " + trigger)
                                    .orElse("in the stream and the catalogue"));
            line("Publication", job.identity().publication() + (source.publication() ? "" : " is not there"));
        }
    }

    private static String behind(OptionalLong bytes) {
        return bytes.isPresent()
                ? ", " + Words.count(bytes.getAsLong()) + " bytes of log ahead of the destination"
                : "";
    }

    private static String slot(SourceStatus.Slot slot) {
        return slot.name() + ", " + (slot.active() ? "read from now" : "idle") + ", keeps "
                + bytes(slot.retainedBytes()) + " of log"
                + slot.walStatus().map(status -> " (" + status + ")").orElse("")
                + slot.confirmed().map(place -> ", confirmed to " + place).orElse("");
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? Words.count(bytes.getAsLong()) + " bytes" : "an unknown amount";
    }

    private void printTables(List<TableStatus> tables) {
        if (tables.isEmpty()) {
            return;
        }
        to.println();
        TextTable.print(
                List.of("Table", "State", "Rows copied", "Of about", "Copy at"),
                tables.stream().map(StatusText::cells).toList(),
                to);
        tables.forEach(table -> table.error().ifPresent(error -> to.println(table.name() + ": " + error)));
    }

    private static List<String> cells(TableStatus table) {
        return List.of(
                table.name().toString(),
                table.state().label(),
                table.rowsCopied() == 0 ? "" : Words.count(table.rowsCopied()),
                table.expectedRows().isPresent()
                        ? Words.count(table.expectedRows().getAsLong())
                        : "",
                table.copy().map(Lsn::toString).orElse(""));
    }

    private void printOrphan(String slot) {
        to.println();
        to.println("The source keeps its log for the slot " + slot
                + " too, which nobody reads from and which is of no job" + " that ran in this workspace.");
        to.println("  -> If no other workspace needs it: SELECT pg_drop_replication_slot('" + slot + "')");
    }

    private void line(String item, String value) {
        to.println(item + " ".repeat(WIDTH - item.length()) + value);
    }
}
