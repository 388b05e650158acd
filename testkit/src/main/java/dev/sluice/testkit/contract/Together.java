package dev.sluice.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work in threads of its own. */
final class Together {
    /** A request can cross with the beginning of a statement; whoever wants the end asks again. */
    private static final long REPEAT_MILLIS = 100;

    /** Waits for something to happen. */
    interface Moment {
        void await() throws Exception;
    }

    private Together() {}

    /** Does all works at the same time and returns what they gave. */
    static <T> List<T> run(List<Callable<T>> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(works)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Does one work and cancels it when {@code moment} has come; returns what it failed with. */
    static Throwable cancelled(Callable<?> work, Moment moment, Runnable cancel) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> future = thread.submit(work);
            moment.await();
            Optional<Throwable> end = Optional.empty();
            while (end.isEmpty()) {
                cancel.run();
                end = failure(future);
            }
            return end.get();
        } finally {
            thread.shutdownNow();
        }
    }

    private static Optional<Throwable> failure(Future<?> future) throws InterruptedException {
        try {
            throw new AssertionError("It ended well: " + future.get(REPEAT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        }
    }
}
