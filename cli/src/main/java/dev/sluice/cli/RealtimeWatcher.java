package dev.sluice.cli;

import dev.sluice.SyncException;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.realtime.JobFolder;
import dev.sluice.realtime.RealtimeListener;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.StoredStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the user and the other commands informed of a run: prints what changes and how far it is, writes the state file,
 * and looks whether the run is asked to stop, or to copy tables anew.
 */
final class RealtimeWatcher implements RealtimeListener, AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int GLANCES_PER_SECOND = 5;
    private static final Duration WAL_GLANCE = Duration.ofSeconds(10);

    private final JobFolder folder;
    private final RunOutput output;
    private final Surroundings surroundings;
    private final RealtimeConsole console;
    private final ResyncWatch resyncs;
    private final Instant start;
    private final Thread thread = new Thread(this::look, "sluice-watch");
    private final Thread walThread = new Thread(this::guardWal, "sluice-wal-watch");

    private StoredStatus.Pace pace = StoredStatus.Pace.NONE;
    private @Nullable RealtimeRun run;
    private @Nullable RealtimeStatus before;
    private long lookedAt;
    private boolean told;

    RealtimeWatcher(JobFolder folder, RunOutput output, Surroundings surroundings) {
        this.folder = folder;
        this.output = output;
        this.surroundings = surroundings;
        this.console = new RealtimeConsole(surroundings.err(), surroundings.columns());
        this.resyncs = new ResyncWatch(folder.resyncs(), this::warned);
        this.start = surroundings.time().now();
    }

    /** Watches a run until this is closed. */
    void watch(RealtimeRun watched) {
        run = watched;
        thread.setDaemon(true);
        thread.start();
        walThread.setDaemon(true);
        walThread.start();
    }

    @Override
    public void checked(List<Finding> findings) {
        FindingList.print(
                findings.stream()
                        .filter(finding ->
                                output.detail() == RunOutput.Detail.ALL || finding.outcome() == Outcome.WARNING)
                        .toList(),
                surroundings.err());
    }

    @Override
    public void changed(RealtimeStatus status) {
        console.changed(status);
        keep(status);
    }

    @Override
    public void done(String text) {
        console.say(text);
    }

    @Override
    public void warned(String text) {
        console.say("warning: " + text);
    }

    private void look() {
        RealtimeRun watched = run;
        if (watched == null) {
            return;
        }
        try {
            for (int glance = 1; ; glance++) {
                surroundings.time().sleep(GLANCE);
                if (folder.isAskedToStop()) {
                    watched.stop();
                }
                orTell(() -> resyncs.look(watched));
                if (glance % GLANCES_PER_SECOND == 0) {
                    second(watched.status());
                }
            }
        } catch (InterruptedException e) {
            // close() wants this thread to end.
        }
    }

    /** By a thread of its own, since a source that is away lets it wait. */
    private void guardWal() {
        RealtimeRun watched = run;
        try {
            while (watched != null) {
                watched.guardWal();
                surroundings.time().sleep(WAL_GLANCE);
            }
        } catch (InterruptedException e) {
            // close() wants this thread to end.
        }
    }

    private void second(RealtimeStatus status) {
        RealtimeStatus last = before;
        long now = surroundings.time().nanos();
        if (last != null) {
            pace = StoredStatus.Pace.between(last, status, now - lookedAt);
        }
        before = status;
        lookedAt = now;
        if (output.progress()) {
            console.progress(status, pace);
        }
        keep(status);
    }

    /** A full disk of this machine ends no run. */
    private synchronized void keep(RealtimeStatus status) {
        orTell(() -> folder.write(new StoredStatus(
                ProcessHandle.current().pid(), start, surroundings.time().now(), pace, status)));
    }

    private synchronized void orTell(Runnable writing) {
        try {
            writing.run();
        } catch (SyncException e) {
            if (!told) {
                console.say(String.valueOf(e.getMessage()));
                told = true;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        walThread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RealtimeRun watched = run;
        if (watched != null) {
            orTell(() -> resyncs.look(watched));
            pace = StoredStatus.Pace.NONE;
            keep(watched.status());
        }
        console.end();
    }
}
