package dev.sluice.job;

import java.util.Map;

/**
 * What references stand for in a data source file: {@code ${env:NAME}} and nothing else, so that a password may hold any other dollar sign.
 *
 * @param environment names and values
 */
record EnvironmentVariables(Map<String, String> environment) implements Resolver {
    private static final String PREFIX = "env:";

    @Override
    public Resolution resolve(Reference reference) {
        return switch (reference.kind()) {
            case BRACES -> braces(reference.content());
            case UNCLOSED ->
                new Resolution.Missing(
                        "\"${\" is not closed; allowed is ${env:NAME}, or $${ for the characters themselves");
            case ESCAPED -> new Resolution.Value("${");
            case BRACKETS, BARE -> Resolution.KEPT;
        };
    }

    private Resolution braces(String content) {
        if (!content.startsWith(PREFIX)) {
            // The content is not shown: it may be part of a password.
            return new Resolution.Missing("a data source file has no variables; allowed is ${env:NAME} to read the"
                    + " environment, or $${ for the characters themselves");
        }
        String name = content.substring(PREFIX.length());
        String value = environment.get(name);
        return value != null
                ? new Resolution.Hidden(value)
                : new Resolution.Missing("the environment has no variable \"" + name
                        + "\"; allowed is to set it before Sluice starts, or to write the value here");
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return "EnvironmentVariables";
    }
}
