package dev.sluice.preflight;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param check what was looked at, such as {@code source table}
 * @param outcome what it came to
 * @param detail what was found, a sentence
 * @param cure what mends it: SQL, a command or a change of the file; empty when nothing is to mend
 */
public record Finding(String check, Outcome outcome, String detail, Optional<String> cure) {
    /** A check that went well. */
    public static Finding ok(String check, String detail) {
        return new Finding(check, Outcome.OK, detail, Optional.empty());
    }

    /** Something that somebody should know. */
    public static Finding warning(String check, String detail, String cure) {
        return new Finding(check, Outcome.WARNING, detail, Optional.of(cure));
    }

    /** Something that keeps the run from starting. */
    public static Finding failed(String check, String detail, String cure) {
        return new Finding(check, Outcome.FAILED, detail, Optional.of(cure));
    }

    /** Something that could not be looked at. */
    public static Finding unknown(String check, String detail) {
        return new Finding(check, Outcome.UNKNOWN, detail, Optional.empty());
    }
}
