package dev.sluice.stream;

import dev.sluice.Time;
import dev.sluice.connector.Binding;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import java.io.OutputStream;
import java.util.List;
import java.util.function.LongSupplier;

/** The connector {@code stream}. Immutable. */
public final class StreamConnector implements Connector {
    /** The name of this connector. */
    public static final String NAME = "stream";

    private final OutputStream out;
    private final LongSupplier seeds;

    /**
     * Creates the connector.
     *
     * @param out where writers print; flushed by them, not closed
     * @param seeds gives the seed of each reader's random values; readers with one seed give the same rows
     */
    public StreamConnector(OutputStream out, LongSupplier seeds) {
        this.out = out;
        this.seeds = seeds;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<StepDefinition<?>> definitions() {
        return List.of(StreamReaderOptions.DEFINITION, StreamWriterOptions.DEFINITION);
    }

    @Override
    public Reader reader(Step step, Binding binding) {
        return new StreamReader(step.options(StreamReaderOptions.class), seeds.getAsLong());
    }

    @Override
    public Writer writer(Step step, Binding binding) {
        return new StreamWriter(step.options(StreamWriterOptions.class), out);
    }

    @Override
    public ChangeSink changeSink(RealtimeJob job, Binding binding) {
        return new StreamChangeSink(job, out, binding.timeZone(), Time.system());
    }
}
