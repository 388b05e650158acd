package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a test of a connection may take. */
final class TimeoutOption {
    private static final int LONGEST = 3600;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long one address may take. Default: ${DEFAULT-VALUE}.")
    private int seconds = 15;

    Duration limit() {
        if (seconds < 1 || seconds > LONGEST) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID, "--timeout " + seconds + ": allowed is 1 to " + LONGEST, null, null);
        }
        return Duration.ofSeconds(seconds);
    }
}
