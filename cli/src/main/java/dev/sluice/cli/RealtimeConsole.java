package dev.sluice.cli;

import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.StoredStatus;
import dev.sluice.realtime.TableState;
import dev.sluice.realtime.TableStatus;
import dev.sluice.realtime.Trouble;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints what becomes of a run: a line for each event, and how far it is, in one line that is written over and over on a
 * terminal, in a line now and then elsewhere. Safe for use by several threads.
 */
final class RealtimeConsole {
    private static final int SECONDS_BETWEEN_LINES = 10;

    private final PrintWriter to;
    private final OptionalInt columns;
    private final Set<String> copying = new HashSet<>();
    private @Nullable JobState shown;
    private int width;
    private int seconds;

    RealtimeConsole(PrintWriter to, OptionalInt columns) {
        this.to = to;
        this.columns = columns;
    }

    synchronized void changed(RealtimeStatus status) {
        for (TableStatus table : status.tables()) {
            String name = table.name().toString();
            if (table.copy().isEmpty()) {
                copying.add(name);
            } else if (copying.remove(name)) {
                say(name + ": first copy done, " + Words.rows(table.rowsCopied()));
            }
        }
        if (status.state() != shown) {
            shown = status.state();
            event(status);
        }
    }

    private void event(RealtimeStatus status) {
        switch (status.state()) {
            case PAUSED -> status.trouble().ifPresent(this::tell);
            case STARTING, STOPPED, FINISHED, FAILED -> {}
            case COPYING -> sayCopies(status);
            case CATCHING_UP, LIVE -> say(status.state().label());
        }
    }

    private void sayCopies(RealtimeStatus status) {
        long tables = status.tables().stream()
                .filter(table -> table.state() == TableState.WAITING)
                .count();
        say("initial copy of " + tables + (tables == 1 ? " table" : " tables"));
    }

    private void tell(Trouble trouble) {
        say(trouble.code() + ": " + trouble.message());
        trouble.nextAttempt().ifPresent(next -> say("  trying again at " + next));
    }

    /** Shows how far the run is; called once a second. */
    synchronized void progress(RealtimeStatus status, StoredStatus.Pace pace) {
        if (columns.isPresent()) {
            String line = RealtimeLine.of(status, pace);
            String cut = line.substring(0, Math.min(line.length(), columns.getAsInt() - 1));
            to.print("\r" + cut + " ".repeat(Math.max(0, width - cut.length())));
            to.flush();
            width = cut.length();
        } else if (++seconds % SECONDS_BETWEEN_LINES == 0) {
            to.println(RealtimeLine.of(status, pace));
        }
    }

    synchronized void say(String text) {
        if (width > 0) {
            to.print("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
        to.println(text);
        to.flush();
    }

    synchronized void end() {
        if (width > 0) {
            to.println();
            width = 0;
        }
    }
}
