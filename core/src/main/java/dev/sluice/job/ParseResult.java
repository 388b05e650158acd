package dev.sluice.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What reading a file came to: a value, or at least one fault.
 *
 * @param value what the file means; empty exactly when there are faults
 * @param faults all that is wrong, in the order of the file
 * @param notes what the user should know, in the order of the file
 * @param <T> what the file describes
 */
public record ParseResult<T>(Optional<T> value, List<Fault> faults, List<Note> notes) {
    /** Copies the lists and checks that there is either a value or a fault. */
    public ParseResult {
        Objects.requireNonNull(value);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
        if (value.isPresent() != faults.isEmpty()) {
            throw new IllegalArgumentException("a result has either a value or faults");
        }
    }
}
