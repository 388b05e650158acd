package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Locks tables, and makes a slot while they are locked. For both a server may have to wait: for who has one of the tables for
 * himself, and for the transactions that are under way, and then for those that began meanwhile. Who gave up after a while and
 * began anew would never come to an end where programs write much. But one of those that are waited for may wait for our locks,
 * and everybody else behind him: only then what was begun is given up. Used by one thread.
 */
final class SlotMaking {
    /** Shorter than the second after which a server ends one of two transactions that wait for each other. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** Of so many looks one tells who is waited for, first the one of that number. */
    private static final int LOOKS_PER_WORD = 120;

    private static final int FIRST_WORD = 10;

    /** Nothing else waits for who only reads. Of sessions of other users the server's list of locks tells everybody. */
    private static final String WANTED = """
            SELECT EXISTS (
                SELECT 1 FROM pg_locks held JOIN pg_locks wanted USING (locktype, database, relation)
                 WHERE held.pid = ? AND held.granted AND NOT wanted.granted AND wanted.mode = 'AccessExclusiveLock')""";

    private final PgSession asking;
    private final Consumer<String> waiting;
    private int looks;

    /** {@code asking} looks who waits for whom, and {@code waiting} is told it now and then. */
    SlotMaking(PgSession asking, Consumer<String> waiting) {
        this.asking = asking;
        this.waiting = waiting;
    }

    /** Lets {@code lockKeeper} take locks; returns false if somebody came to wait for those that it has already. */
    boolean lock(PgSession lockKeeper, String locks) throws SQLException {
        Callable<Boolean> locking = () -> {
            lockKeeper.execute(locks);
            return true;
        };
        return end(
                        locking,
                        lockKeeper,
                        lockKeeper,
                        "the tables are copied when nobody else has one of them for himself. ")
                .isPresent();
    }

    /** Lets {@code slotKeeper} make a slot; returns nothing if somebody came to wait for the locks of {@code lockKeeper}. */
    Optional<ReplicationSlot.Made> make(
            Callable<ReplicationSlot.Made> making, PgSession slotKeeper, PgSession lockKeeper) throws SQLException {
        return end(
                making,
                slotKeeper,
                lockKeeper,
                "the replication slot is made when all transactions have ended that are under way. ");
    }

    /** Waits for what {@code working} does in a thread of its own. What is not waited for any more the server would go on with. */
    private <T> Optional<T> end(Callable<T> work, PgSession working, PgSession lockKeeper, String condition)
            throws SQLException {
        FutureTask<T> made = new FutureTask<>(work);
        Thread thread = new Thread(made, "sluice-slot");
        thread.setDaemon(true);
        thread.start();
        try {
            return awaited(made, working, lockKeeper, condition);
        } finally {
            if (!made.isDone()) {
                working.end();
            }
        }
    }

    private <T> Optional<T> awaited(FutureTask<T> made, PgSession working, PgSession lockKeeper, String condition)
            throws SQLException {
        boolean wanted = false;
        while (true) {
            try {
                return Optional.of(made.get(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                wanted = wanted || asking.isTrue(WANTED, lockKeeper.process());
                if (wanted) {
                    working.cancel();
                } else {
                    tell(working, condition);
                }
            } catch (ExecutionException e) {
                if (wanted) {
                    return Optional.empty();
                }
                throw failure(Objects.requireNonNull(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SyncException(ErrorCode.CANCELLED, "The making of a slot was interrupted", null, e);
            }
        }
    }

    private void tell(PgSession working, String condition) {
        looks++;
        if (looks % LOOKS_PER_WORD == FIRST_WORD) {
            new Obstacles(asking).of(List.of(working)).forEach(one -> waiting.accept(condition + one));
        }
    }

    private static SQLException failure(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return cause instanceof SQLException refused ? refused : new SQLException(cause);
    }
}
