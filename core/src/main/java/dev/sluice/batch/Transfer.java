package dev.sluice.batch;

import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;

/**
 * What an engine needs to move the rows of one plan.
 *
 * @param meter through which every row goes
 */
public record Transfer(BatchPlan plan, Reader reader, Writer writer, Meter meter) {}
