package dev.sluice.job;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One of the rules by which a mapping chooses tables.
 *
 * @param kind whose name is looked at
 * @param action what a name that matches means
 * @param match how names are compared
 * @param expression a name as it is in the catalogue, or a regular expression for the whole of it
 */
public record SelectionRule(ObjectKind kind, Action action, Match match, String expression) {
    /**
     * Checks the expression.
     *
     * @throws java.util.regex.PatternSyntaxException if it should be a regular expression and is none
     */
    public SelectionRule {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(action);
        if (match == Match.REGEX) {
            Pattern.compile(expression);
        }
    }

    /** What a name that matches means. */
    public enum Action {
        /** The object is chosen, unless it is excluded too. */
        INCLUDE("Include"),
        /** The object is not chosen, whatever includes it. */
        EXCLUDE("Exclude");

        private final String spelling;

        Action(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }

    /** How names are compared; upper and lower case count. */
    public enum Match {
        /** Letter by letter. */
        EXACT("Exact"),
        /** By a regular expression of Java that must match the whole name. */
        REGEX("Regex");

        private final String spelling;

        Match(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }
}
