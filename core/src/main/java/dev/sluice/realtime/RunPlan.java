package dev.sluice.realtime;

import dev.sluice.change.Lsn;
import java.util.Objects;
import java.util.Optional;

/**
 * From where to where a run follows changes.
 *
 * @param until when it ends
 * @param from where the changes begin that it applies, instead of where the last run came to; tables that the
 *     destination has whole count as copied there
 */
public record RunPlan(Until until, Optional<Lsn> from) {
    /** Goes on where the last run came to, until it is stopped. */
    public static final RunPlan STANDARD = new RunPlan(Until.STOPPED, Optional.empty());

    /** Checks that nothing is null. */
    public RunPlan {
        Objects.requireNonNull(until);
        Objects.requireNonNull(from);
    }

    /** When a run ends. */
    public enum Until {
        /** When it is stopped. */
        STOPPED,
        /** When everything is there that was committed when it began. */
        CAUGHT_UP
    }
}
