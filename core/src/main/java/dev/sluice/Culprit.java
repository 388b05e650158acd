package dev.sluice;

/** Whose fault an error is; it decides who has to act. */
public enum Culprit {
    /** The job file, the command line or the set-up. */
    USER,
    /** The system that is read. */
    SOURCE,
    /** The system that is written. */
    DESTINATION,
    /** What lies between. */
    NETWORK,
    /** Sluice itself: a defect. */
    INTERNAL
}
