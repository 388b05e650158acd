package dev.sluice.cli;

/**
 * What a command came to.
 *
 * @param exitCode its exit code
 * @param out what it printed as results
 * @param err everything else that it printed
 */
record Outcome(int exitCode, String out, String err) {
    /** What no user should see without asking. */
    boolean showsStackTrace() {
        return (out + err).contains("\tat ");
    }
}
