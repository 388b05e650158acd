package dev.sluice.cli;

import dev.sluice.Culprit;
import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.realtime.RealtimeReport;

/** The exit codes. After a signal the virtual machine itself ends with 130 or 143. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int INVALID = 2;
    static final int PREFLIGHT_FAILED = 3;

    private Exit() {}

    /** Returns the code for an error that ends a command before it has begun to move anything. */
    static int of(ErrorCode code) {
        return switch (code) {
            case FILE_INVALID, COMMAND_INVALID -> INVALID;
            case PREFLIGHT_FAILED, ALREADY_RUNNING -> PREFLIGHT_FAILED;
            default -> FAILED;
        };
    }

    static int of(RunReport report) {
        return report.error().map(error -> of(error.code(), report.status())).orElse(DONE);
    }

    static int of(RealtimeReport report) {
        return report.error().map(error -> of(error.code(), report.outcome())).orElse(DONE);
    }

    private static int of(ErrorCode code, RunStatus status) {
        if (of(code) == INVALID) {
            return INVALID;
        }
        boolean refused = status == RunStatus.NOT_STARTED && code.culprit() != Culprit.INTERNAL;
        return refused ? PREFLIGHT_FAILED : FAILED;
    }
}
