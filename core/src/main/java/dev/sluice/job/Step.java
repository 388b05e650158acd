package dev.sluice.job;

import java.util.Objects;

/**
 * One end of a job, ready to be used.
 *
 * @param name the step's name in the file
 * @param connector the connector's name, such as {@code postgresql}, whatever name the file used for it
 * @param options what the connector's {@link StepDefinition} made of {@code parameter}
 */
public record Step(String name, String connector, Object options) {
    /** Checks that nothing is null. */
    public Step {
        Objects.requireNonNull(name);
        Objects.requireNonNull(connector);
        Objects.requireNonNull(options);
    }

    /**
     * Returns the options as the connector's own type.
     *
     * @throws ClassCastException if another connector made them
     */
    public <O> O options(Class<O> type) {
        return type.cast(options);
    }
}
