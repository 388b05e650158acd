package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.connector.ChangeSink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Counts what destinations are given of transactions that are in progress. */
final class InProgressCounts {
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger rollbacks = new AtomicInteger();

    /** Returns a sink that does what {@code sink} does, which is counted. */
    ChangeSink counted(ChangeSink sink) {
        return (ChangeSink) Proxy.newProxyInstance(
                ChangeSink.class.getClassLoader(),
                new Class<?>[] {ChangeSink.class},
                (proxy, method, arguments) -> counted(sink, method, arguments));
    }

    private @Nullable Object counted(ChangeSink sink, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.getName().equals("apply")) {
            count((ChangeBatch) Objects.requireNonNull(arguments[0]));
        } else if (method.getName().equals("rollBack")) {
            rollbacks.incrementAndGet();
        }
        try {
            return method.invoke(sink, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** Nobody knows yet where and when such a transaction is committed. */
    private void count(ChangeBatch batch) {
        changes.addAndGet((int) IntStream.range(0, batch.changes())
                .filter(index -> batch.transaction(index).isEmpty())
                .count());
    }

    /** Returns how many changes came before their transaction was committed. */
    int changes() {
        return changes.get();
    }

    /** Returns how often what was handed on before was taken back. */
    int rollbacks() {
        return rollbacks.get();
    }
}
