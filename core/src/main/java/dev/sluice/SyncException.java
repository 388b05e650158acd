package dev.sluice;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of Sluice: what went wrong, whose fault it is and the next step.
 *
 * <p>The message is a sentence for the user and never holds a secret; the hint, where there is one, says what to do.
 */
public final class SyncException extends RuntimeException {
    private final ErrorCode code;
    private final @Nullable String hint;

    /** Creates an error without a known next step or cause. */
    public SyncException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    /** Creates an error; {@code hint} is the next step, {@code cause} stays attached. Both may be null. */
    public SyncException(ErrorCode code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    /** Returns the error that tells of a failure which nobody provided for; of one that is told already, itself. */
    public static SyncException of(Throwable failure) {
        if (failure instanceof SyncException told) {
            return told;
        }
        if (failure instanceof OutOfMemoryError) {
            return new SyncException(
                    ErrorCode.OUT_OF_MEMORY,
                    "The process has not enough memory: " + failure.getMessage(),
                    "Give it a larger heap (SLUICE_HEAP=1g), or use fewer channels; a single row must fit several times",
                    failure);
        }
        return new SyncException(ErrorCode.INTERNAL, "A defect of Sluice: " + failure, null, failure);
    }

    /** Returns the kind of failure. */
    public ErrorCode code() {
        return code;
    }

    /** Returns the next step for the user. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
