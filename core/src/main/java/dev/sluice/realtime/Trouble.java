package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.time.Instant;
import java.util.Optional;

/**
 * What went wrong last.
 *
 * @param code the kind of failure
 * @param message a sentence for the user
 * @param hint the next step
 * @param time when it happened
 * @param nextAttempt when the run tries again; empty when it does not
 */
public record Trouble(
        ErrorCode code, String message, Optional<String> hint, Instant time, Optional<Instant> nextAttempt) {
    static Trouble of(SyncException error, Instant time, Optional<Instant> nextAttempt) {
        return new Trouble(error.code(), String.valueOf(error.getMessage()), error.hint(), time, nextAttempt);
    }
}
