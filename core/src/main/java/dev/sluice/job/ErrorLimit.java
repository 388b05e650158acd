package dev.sluice.job;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How many dirty rows a run bears.
 *
 * @param maxRecords the run fails when more rows than this are dirty; empty = no such limit
 * @param maxShare the run fails at its end when more than this share (0 to 1) of the rows read is dirty; empty = no such limit
 * @param origin where the limit comes from
 */
public record ErrorLimit(OptionalLong maxRecords, OptionalDouble maxShare, Origin origin) {
    /** Where a limit comes from. */
    public enum Origin {
        /** The file states it. */
        STATED,
        /** The file is of format 2.0 and is silent. */
        SILENT_V2,
        /** The file is a classic one and is silent. */
        SILENT_CLASSIC
    }

    /** Checks the ranges. */
    public ErrorLimit {
        Objects.requireNonNull(origin);
        if (maxRecords.orElse(0) < 0 || maxShare.orElse(0) < 0 || maxShare.orElse(0) > 1) {
            throw new IllegalArgumentException("a limit of dirty rows is 0 or more, a share 0 to 1");
        }
    }

    /** Returns the limit of a file that states none: zero rows in format 2.0, no limit in classic files. */
    public static ErrorLimit silent(Format format) {
        return format == Format.V2
                ? new ErrorLimit(OptionalLong.of(0), OptionalDouble.empty(), Origin.SILENT_V2)
                : new ErrorLimit(OptionalLong.empty(), OptionalDouble.empty(), Origin.SILENT_CLASSIC);
    }

    /** Says in one sentence which limit holds and why; meant for the log at the start of a run. */
    public String sentence() {
        return switch (origin) {
            case STATED -> limit() + ", as errorLimit says.";
            case SILENT_V2 ->
                "The run fails at the first dirty row: the file has no errorLimit, and in a 2.0 file that means none.";
            case SILENT_CLASSIC ->
                "Any number of dirty rows is left out: the file has no errorLimit, and in a classic file that means no limit.";
        };
    }

    private String limit() {
        if (maxRecords.isPresent()) {
            return maxRecords.getAsLong() == 0
                    ? "The run fails at the first dirty row"
                    : "The run fails when more than " + maxRecords.getAsLong() + " rows are dirty";
        }
        return maxShare.isPresent()
                ? "The run fails when more than a share of " + maxShare.getAsDouble() + " of the rows is dirty"
                : "Any number of dirty rows is left out";
    }
}
