package dev.sluice.job;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How the rows that are there already are copied.
 *
 * @param sourceConnections how many connections may read at once, at least 1
 * @param destinationConnections how many connections may write at once, at least 1
 * @param speed the channels of the whole job, over all tables, and its limit
 * @param rows what becomes of rows that the destination's tables hold before the copy
 * @param schemas what is done when the destination has no schema of a name
 */
public record CopySettings(
        int sourceConnections, int destinationConnections, Speed speed, ExistingRows rows, MissingSchemas schemas) {
    /** Checks the ranges. */
    public CopySettings {
        Objects.requireNonNull(speed);
        Objects.requireNonNull(rows);
        Objects.requireNonNull(schemas);
        if (sourceConnections < 1 || destinationConnections < 1) {
            throw new IllegalArgumentException("a copy needs a connection on both sides");
        }
    }

    /** Returns how many channels can work at once: as many as are wanted and both sides have connections for. */
    public int channels() {
        return Math.min(speed.channels(), Math.min(sourceConnections, destinationConnections));
    }

    /** Returns the highest rate of the whole job in bytes a second, if it has one. */
    public OptionalLong bytesPerSecond() {
        return speed.bytesPerSecond();
    }

    /** What becomes of rows that the destination's tables hold before the copy. */
    public enum ExistingRows {
        /** They stay. */
        KEEP,
        /** The tables are emptied. */
        TRUNCATE
    }

    /** What is done when the destination has no schema of a name. */
    public enum MissingSchemas {
        /** It is created. */
        CREATE,
        /** The job does not start. */
        REFUSE
    }
}
