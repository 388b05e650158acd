package dev.sluice.job;

import java.util.Objects;

/**
 * What a real-time job does.
 *
 * @param job what it is about
 * @param type which rows it brings over
 */
public record Migration(JobType job, MigrationType type) {
    /** Checks that the two fit together. */
    public Migration {
        Objects.requireNonNull(job);
        Objects.requireNonNull(type);
        if (!job.fits(type)) {
            throw new IllegalArgumentException(type + " does not fit " + job);
        }
    }
}
