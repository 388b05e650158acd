package dev.sluice.postgresql;

import dev.sluice.Time;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Ends what sessions do, whatever they wait for. The server is asked first, again and again, because a request can cross
 * with the beginning of a statement. Whoever is left then is cut: a server that hangs and a network that is silent heed
 * nobody.
 *
 * <p>Asking takes a connection, and so its time where nobody answers; all sessions are asked side by side.
 */
final class Canceller implements Runnable {
    /** A run that is stopped is to have ended before people press Ctrl-C again. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration REPEAT = Duration.ofMillis(100);

    private final Set<PgSession> open;
    private final Time time;
    private final Set<PgSession> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(Canceller::thread);

    /** {@code open} is looked at again before each request; whoever is closed leaves it. */
    Canceller(Set<PgSession> open, Time time) {
        this.open = open;
        this.time = time;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sluice-cancel-request");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void run() {
        long start = time.nanos();
        try {
            while (!open.isEmpty() && time.nanos() - start < PATIENCE.toNanos()) {
                open.forEach(this::ask);
                time.sleep(REPEAT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.forEach(session -> session.cut(threads));
            threads.shutdown();
        }
    }

    private void ask(PgSession session) {
        if (asked.add(session)) {
            threads.execute(() -> {
                session.cancel();
                asked.remove(session);
            });
        }
    }
}
