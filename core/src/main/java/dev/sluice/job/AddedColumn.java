package dev.sluice.job;

import java.util.Objects;

/**
 * A column that the destination has besides those of the source.
 *
 * @param name its name
 * @param value what it holds
 */
public record AddedColumn(String name, Value value) {
    /** Checks that nothing is null. */
    public AddedColumn {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
    }

    /** What an added column holds. */
    public sealed interface Value {}

    /**
     * The same in every row.
     *
     * @param text the value as text; the column's type reads it
     */
    public record Constant(String text) implements Value {
        /** Checks that the text is not null. */
        public Constant {
            Objects.requireNonNull(text);
        }
    }

    /**
     * Something about the row's origin.
     *
     * @param variable what
     */
    public record Variable(ColumnVariable variable) implements Value {
        /** Checks that the variable is not null. */
        public Variable {
            Objects.requireNonNull(variable);
        }
    }
}
