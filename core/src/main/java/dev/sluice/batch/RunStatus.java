package dev.sluice.batch;

/** How a run ended. */
public enum RunStatus {
    /** Every row is committed, but for dirty rows that the job allows. */
    SUCCEEDED,
    /** It failed before it changed anything: the job or the command is wrong, or a check found something. */
    NOT_STARTED,
    /** It failed; the report's counts say what the destination has for good. */
    FAILED,
    /** It was stopped from outside, in good order; the counts say what the destination has for good. */
    STOPPED
}
