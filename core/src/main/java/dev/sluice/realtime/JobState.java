package dev.sluice.realtime;

/**
 * What a real-time job is doing. Set by the run, and kept in the job's state file, which is not durable: after a crash it
 * says what was so before. What is durable is the {@link dev.sluice.connector.Progress} at the destination, and no state
 * promises more than it.
 */
public enum JobState {
    /** Both sides are looked at and made ready; no row moves. */
    STARTING("starting"),
    /** Tables get their first copy; the source keeps every change that comes meanwhile. */
    COPYING("initial copy"),
    /** Changes are applied that have been waiting at the source, or a table is copied to join the others. */
    CATCHING_UP("catching up"),
    /** Every change is applied as soon as it comes. */
    LIVE("live"),
    /** Something failed that may pass; the run waits to try again. The position stays where it was. */
    PAUSED("paused"),
    /** It was stopped in good order; the next run goes on from the position. */
    STOPPED("stopped"),
    /** It did what it was to do, and ended. */
    FINISHED("finished"),
    /** It failed and does not try again; the next run goes on from the position. */
    FAILED("failed");

    private final String label;

    JobState(String label) {
        this.label = label;
    }

    /** Returns the words for users. */
    public String label() {
        return label;
    }

    /** Returns whether a run in this state moves rows, or may. */
    boolean isUnderWay() {
        return this == STARTING || this == COPYING || this == CATCHING_UP || this == LIVE;
    }

    /** Returns whether a run in this state is over. */
    public boolean isEnd() {
        return this == STOPPED || this == FINISHED || this == FAILED;
    }
}
