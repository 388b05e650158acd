package dev.sluice.job;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How fast a job may go. The limits are those of the whole job; its channels share them.
 *
 * @param channels the wanted number of parallel workers, 1 to {@value #MOST_CHANNELS}
 * @param bytesPerSecond the limit of row bytes in a second, if there is one
 * @param recordsPerSecond the limit of rows in a second, if there is one
 */
public record Speed(int channels, OptionalLong bytesPerSecond, OptionalLong recordsPerSecond) {
    /** The highest number of channels. */
    public static final int MOST_CHANNELS = 64;

    /** Checks the ranges. */
    public Speed {
        Objects.requireNonNull(bytesPerSecond);
        Objects.requireNonNull(recordsPerSecond);
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("channels must be 1 to " + MOST_CHANNELS + ", not " + channels);
        }
        if (bytesPerSecond.orElse(1) < 1 || recordsPerSecond.orElse(1) < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }
}
