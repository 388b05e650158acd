package dev.sluice.cli;

/** Shows how far a run is. Used by one thread at a time. */
interface Progress {
    /** Shows the counters as they are. */
    void show(Pace.Reading now);

    /** Ends the display, with the counters as they were last. */
    void end(Pace.Reading last);
}
