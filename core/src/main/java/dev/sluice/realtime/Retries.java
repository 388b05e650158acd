package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.job.Failover;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether and when a run tries again. A side that cannot be reached is tried every second at first and every
 * half minute in the end, as long as the window is open: nothing has begun, so it is no restart. Other failures count as
 * restarts that fail, and the waits before them grow so that the few that a job has are spread over half of the window.
 * Used by one thread.
 */
final class Retries {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_KNOCK = Duration.ofSeconds(30);

    private final Failover failover;
    private final Time time;
    private int failures;
    private int knocks;
    private long firstFailure;
    private boolean failing;

    Retries(Failover failover, Time time) {
        this.failover = failover;
        this.time = time;
    }

    /** Takes note that an attempt got forward, so that what failed before has passed. */
    void gotForward() {
        failures = 0;
        knocks = 0;
        failing = false;
    }

    /** Returns how long to wait before the next attempt; empty when there is to be none. */
    Optional<Duration> after(SyncException failure) {
        if (!mayPass(failure.code())) {
            return Optional.empty();
        }
        if (!failing) {
            failing = true;
            firstFailure = time.nanos();
        }
        Optional<Duration> wait = nextWait(failure.code());
        return wait.filter(one -> passed().plus(one).compareTo(failover.window()) <= 0);
    }

    private Optional<Duration> nextWait(ErrorCode code) {
        if (code == ErrorCode.UNREACHABLE) {
            return Optional.of(knock(knocks++));
        }
        return failures == failover.restarts() ? Optional.empty() : Optional.of(restart(failures++));
    }

    /** A process that ran the job a moment ago may leave a lock behind that the server takes a while to miss. */
    private static boolean mayPass(ErrorCode code) {
        return code.retryable() || code == ErrorCode.ALREADY_RUNNING;
    }

    private Duration passed() {
        return Duration.ofNanos(time.nanos() - firstFailure);
    }

    private static Duration knock(int number) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(number, 10));
        return wait.compareTo(LONGEST_KNOCK) < 0 ? wait : LONGEST_KNOCK;
    }

    private Duration restart(int number) {
        double longest = failover.window().toMillis() / 2.0 / FIRST_WAIT.toMillis();
        double share = failover.restarts() == 1 ? 0 : (double) number / (failover.restarts() - 1);
        return Duration.ofMillis((long) (FIRST_WAIT.toMillis() * Math.pow(longest, share)));
    }

    /** Says why there is no further attempt after a failure that may pass. */
    String whyNot() {
        return failures == failover.restarts()
                ? failures + " restarts failed one after the other"
                : "it went on for " + failover.window().toMinutes() + " minutes";
    }
}
