package dev.sluice.postgresql;

/** How rows are written. Both give the same rows on the same input; only speed may differ. */
enum WriteMode {
    /** As INSERT would. */
    INSERT,
    /** By COPY. */
    COPY
}
