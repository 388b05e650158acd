package dev.sluice.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a new name is made.
 *
 * @param text the new name, in which {@code ${srcTableName}} and the like stand for names of the source
 * @param rewrites what is changed in those names before they are put in; those of one variable act one after the other, in their order
 */
public record RenameExpression(String text, List<Rewrite> rewrites) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    /** Checks the variables and copies the list. */
    public RenameExpression {
        rewrites = List.copyOf(rewrites);
        unknownVariable(text).ifPresent(name -> {
            throw new IllegalArgumentException("no variable of names: " + name);
        });
    }

    /** Returns the first name in the place of a variable that is none. */
    static Optional<String> unknownVariable(String text) {
        return VARIABLE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> SourceVariable.named(name).isEmpty())
                .findFirst();
    }

    /** Returns the new name for what a table of the source brings with it; may be empty or too long for PostgreSQL. */
    String apply(SourceTable table) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        value(SourceVariable.named(found.group(1)).orElseThrow(), table)));
    }

    private String value(SourceVariable variable, SourceTable table) {
        String value = variable.of(table);
        for (Rewrite rewrite : rewrites) {
            value = rewrite.variable() == variable ? rewrite.apply(value) : value;
        }
        return value;
    }

    /**
     * A change to a name of the source.
     *
     * @param variable which name
     * @param from a regular expression of Java; every part of the name that matches is replaced
     * @param to what takes its place, {@code $1} being the first group
     */
    public record Rewrite(SourceVariable variable, String from, String to) {
        /**
         * Checks both expressions.
         *
         * @throws java.util.regex.PatternSyntaxException if {@code from} is no regular expression
         * @throws IllegalArgumentException if {@code to} asks for a group that is not there
         */
        public Rewrite {
            Objects.requireNonNull(variable);
            check(from, to);
        }

        /** Checks both expressions; throws what the constructor throws. */
        static void check(String from, String to) {
            Pattern.compile(from);
            try {
                // The empty alternative makes it match, and only a match has its replacement looked at.
                Pattern.compile("|(?:" + from + "\n)").matcher("").replaceFirst(to);
            } catch (IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        private String apply(String name) {
            return Pattern.compile(from).matcher(name).replaceAll(to);
        }
    }
}
