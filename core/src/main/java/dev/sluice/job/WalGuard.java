package dev.sluice.job;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What guards the source's disk against WAL that waits for the job.
 *
 * @param warnBytes how much the slot may retain before the user is warned, above 0
 * @param giveUpBytes how much it may retain before the slot is dropped and the job fails; empty = it is never dropped
 */
public record WalGuard(long warnBytes, OptionalLong giveUpBytes) {
    /** Checks the ranges. */
    public WalGuard {
        Objects.requireNonNull(giveUpBytes);
        if (warnBytes < 1 || giveUpBytes.orElse(warnBytes) < warnBytes) {
            throw new IllegalArgumentException("the warning comes first");
        }
    }
}
