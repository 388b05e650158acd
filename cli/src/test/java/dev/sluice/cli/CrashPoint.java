package dev.sluice.cli;

/** A moment between two durable steps of a real-time run, named after the step that has just been made, or is to come. */
enum CrashPoint {
    /** The progress table is there, nothing at the source. */
    PROGRESS_TABLE_MADE,
    /** Publication and slot are there, and the destination does not know from where on. */
    SLOT_MADE,
    /** The destination knows where the changes begin. */
    START_NOTED,
    /** A first copy is noted as begun, and has no rows. */
    COPY_BEGUN,
    /** A first copy has all its rows, and is not noted as done. */
    ROWS_COPIED,
    /** A first copy is noted as done. */
    COPY_NOTED,
    /** A table that came to others is copied, and has to come to where they are. */
    ARRIVING,
    /** It is there, and noted as such. */
    ARRIVED,
    /** Changes are applied and not committed. */
    CHANGES_APPLIED,
    /** The same, and the source has not committed them either: a large transaction goes on. */
    IN_PROGRESS_APPLIED,
    /** What was applied of a transaction that goes on is rolled back, since another one was committed before it. */
    ROLLED_BACK,
    /** Changes are committed with their position, and the source does not know. */
    CHANGES_COMMITTED,
    /** The source is told what it may forget. */
    ACKNOWLEDGED
}
