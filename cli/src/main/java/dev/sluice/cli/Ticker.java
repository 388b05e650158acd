package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.batch.RunCounters;
import java.time.Duration;

/** Shows a run's counters at a fixed interval until it is closed. */
final class Ticker implements AutoCloseable {
    private final Progress progress;
    private final RunCounters counters;
    private final Duration interval;
    private final Time time;
    private final Thread thread = new Thread(this::tick, "sluice-progress");

    private Ticker(Progress progress, RunCounters counters, Duration interval, Time time) {
        this.progress = progress;
        this.counters = counters;
        this.interval = interval;
        this.time = time;
    }

    static Ticker start(Progress progress, RunCounters counters, Duration interval, Time time) {
        Ticker ticker = new Ticker(progress, counters, interval, time);
        ticker.thread.setDaemon(true);
        ticker.thread.start();
        return ticker;
    }

    private void tick() {
        try {
            while (true) {
                time.sleep(interval);
                progress.show(reading());
            }
        } catch (InterruptedException e) {
            // close() wants this thread to end.
        }
    }

    private Pace.Reading reading() {
        return new Pace.Reading(time.nanos(), counters.now());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.end(reading());
    }
}
