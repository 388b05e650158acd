package dev.sluice.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of every command. */
final class CommonOptions {
    private static final String VERBOSE = "-v";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {VERBOSE, "--verbose"},
            description = "Say more: a log, every split, and stack traces of errors.")
    private boolean verbose;

    /** Returns whether a command line that was understood asks for more. */
    static boolean verbose(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.matchedOptionValue(VERBOSE, false);
    }

    boolean verbose() {
        return verbose;
    }

    boolean help() {
        return help;
    }
}
