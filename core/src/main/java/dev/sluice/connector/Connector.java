package dev.sluice.connector;

import dev.sluice.job.Step;
import dev.sluice.job.StepDefinition;
import java.util.List;

/** A kind of system that can be read or written. Stateless. */
public interface Connector {
    /** Returns the name that job files use, such as {@code postgresql}. */
    String name();

    /** Returns what this connector accepts in job files: a reader, a writer, or both. */
    List<StepDefinition<?>> definitions();

    /** Binds a reader step; connects to nothing yet. */
    Reader reader(Step step, Binding binding);

    /** Binds a writer step; connects to nothing yet. */
    Writer writer(Step step, Binding binding);
}
