package dev.sluice.change;

import java.util.Objects;
import java.util.Optional;

/**
 * A column as its table defines it.
 *
 * @param number its number in the table, which it keeps when it gets another name or type, and nobody gets after it
 * @param name its name
 * @param type its type
 * @param notNull whether it refuses NULL
 * @param filling what it holds where nobody says
 */
public record ColumnDefinition(int number, String name, DeclaredType type, boolean notNull, Filling filling) {
    /** Checks that nothing is null. */
    public ColumnDefinition {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(filling);
    }

    /** Returns this as a column that takes NULL. */
    public ColumnDefinition nullable() {
        return new ColumnDefinition(number, name, type, false, filling);
    }

    /** Returns whether the server computes it, so that nobody can write it. */
    public boolean generated() {
        return filling instanceof Generated;
    }

    /** What a column holds where nobody says. */
    public sealed interface Filling {
        /**
         * Returns the value as text that rows have which were there before the column; empty where it is NULL, where each has
         * its own, or there are none.
         */
        Optional<String> earlier();
    }

    /**
     * NULL.
     *
     * @param earlier what rows have which were there before the column, when it had a default
     */
    public record Nothing(Optional<String> earlier) implements Filling {
        /** Checks that nothing is null. */
        public Nothing {
            Objects.requireNonNull(earlier);
        }

        /** NULL in earlier rows, too. */
        public Nothing() {
            this(Optional.empty());
        }
    }

    /**
     * A default.
     *
     * @param expression as SQL
     * @param earlier what rows have which were there before the column
     */
    public record Default(String expression, Optional<String> earlier) implements Filling {
        /** Checks that nothing is null. */
        public Default {
            Objects.requireNonNull(expression);
            Objects.requireNonNull(earlier);
        }
    }

    /**
     * What the server computes from other columns.
     *
     * @param expression as SQL
     */
    public record Generated(String expression) implements Filling {
        /** Checks that nothing is null. */
        public Generated {
            Objects.requireNonNull(expression);
        }

        @Override
        public Optional<String> earlier() {
            return Optional.empty();
        }
    }
}
