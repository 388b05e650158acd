package dev.sluice.job;

/**
 * What a job file of either format says.
 *
 * @param reader where rows come from
 * @param writer where they go
 * @param settings limits, speed and execution
 */
record JobParts(Step reader, Step writer, Settings settings) {}
