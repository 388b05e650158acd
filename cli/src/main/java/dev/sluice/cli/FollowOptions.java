package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.realtime.RunPlan;
import java.util.Optional;
import picocli.CommandLine.Option;

/** From where to where a real-time job is run. */
final class FollowOptions {
    private static final String CAUGHT_UP = "caught-up";

    @Option(
            names = "--until",
            paramLabel = CAUGHT_UP,
            description = "A real-time job ends when everything is applied that was committed at the source when the"
                    + " command began. Without it, it runs until it is stopped.")
    private Optional<String> until = Optional.empty();

    @Option(
            names = "--from-lsn",
            paramLabel = "LSN",
            description = "A real-time job applies the changes from this position on, such as 16/B374D848, instead of"
                    + " from where the last run came to. Tables that the destination has, and that the job did not copy,"
                    + " count as copied there; what is missing or was interrupted is copied.")
    private Optional<String> from = Optional.empty();

    /** Refuses values that no file could make good. */
    RunPlan plan() {
        if (until.isPresent() && !until.get().equals(CAUGHT_UP)) {
            throw invalid("--until " + until.get() + ": allowed is " + CAUGHT_UP);
        }
        return new RunPlan(
                until.isPresent() ? RunPlan.Until.CAUGHT_UP : RunPlan.Until.STOPPED, from.map(FollowOptions::position));
    }

    private static Lsn position(String text) {
        try {
            return Lsn.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("--from-lsn: " + e.getMessage());
        }
    }

    /** Refuses options that have no meaning for a batch job. */
    void requireNone() {
        if (until.isPresent() || from.isPresent()) {
            throw invalid((until.isPresent() ? "--until" : "--from-lsn") + " is for real-time jobs, and this is none");
        }
    }

    private static SyncException invalid(String what) {
        return new SyncException(ErrorCode.COMMAND_INVALID, what, "Correct it or leave it out", null);
    }
}
