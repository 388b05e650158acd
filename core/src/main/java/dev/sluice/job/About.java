package dev.sluice.job;

import java.util.Objects;
import java.util.Optional;

/**
 * What a user wrote down about a data source.
 *
 * @param description free text
 * @param environment which environment it belongs to
 */
public record About(Optional<String> description, Optional<Environment> environment) {
    /** Nothing. */
    public static final About NOTHING = new About(Optional.empty(), Optional.empty());

    /** Checks that nothing is null. */
    public About {
        Objects.requireNonNull(description);
        Objects.requireNonNull(environment);
    }

    /** The environment of a data source, {@code envType} in its file. */
    public enum Environment {
        /** Development. */
        DEV("Dev"),
        /** Production. */
        PROD("Prod");

        private final String spelling;

        Environment(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in data source files. */
        @Override
        public String toString() {
            return spelling;
        }
    }
}
