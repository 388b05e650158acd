package dev.sluice.job;

import java.util.Objects;

/**
 * What a connector accepts as one end of a job.
 *
 * @param category which end
 * @param name the connector's name, as in {@code stepType} of 2.0 files, such as {@code postgresql}
 * @param classicName the plug-in's name in classic files, such as {@code postgresqlreader}
 * @param options the object {@code parameter}; what it makes is {@link Step#options(Class)}
 * @param <O> the type of the options
 */
public record StepDefinition<O>(Category category, String name, String classicName, Definition<O> options) {
    /** Checks that nothing is null. */
    public StepDefinition {
        Objects.requireNonNull(category);
        Objects.requireNonNull(name);
        Objects.requireNonNull(classicName);
        Objects.requireNonNull(options);
    }
}
