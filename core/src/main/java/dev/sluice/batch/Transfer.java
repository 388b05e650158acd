package dev.sluice.batch;

import dev.sluice.Time;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;

/**
 * What an engine needs to move the rows of one plan.
 *
 * @param meter through which every row goes
 * @param cancellation which the engine asks for when a part fails, and obeys when somebody else asks
 */
public record Transfer(
        BatchPlan plan, Reader reader, Writer writer, Meter meter, Cancellation cancellation, Time time) {}
