package dev.sluice.change;

import java.util.Objects;

/**
 * Where a sequence is that gives a column its values.
 *
 * @param column the name of the column
 * @param last the value that it gave last
 */
public record SequenceValue(String column, long last) {
    /** Checks that nothing is null. */
    public SequenceValue {
        Objects.requireNonNull(column);
    }
}
