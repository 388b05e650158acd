package dev.sluice.batch;

import dev.sluice.connector.SplitPlan;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;

/**
 * What a run is going to do.
 *
 * @param source the columns that are read
 * @param target the columns that they go to, one for each and in their order
 * @param format the form in which rows travel
 * @param formatReason why that form
 * @param splits the parts of the work
 * @param channels how many channels work at a time, at most one per split
 * @param batchSize how much goes from hand to hand at a time
 */
public record BatchPlan(
        RowSchema source,
        RowSchema target,
        RowFormat format,
        String formatReason,
        SplitPlan splits,
        int channels,
        BatchSize batchSize) {}
