package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.ChangeStream.Fetched;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next batch of a stream by a thread of its own while the one before is applied, as long as there is more. Where
 * the destination keeps up nothing is read ahead: to hand a transaction to another thread takes longer than to apply it.
 * Used by one thread.
 */
final class ReadAhead implements AutoCloseable {
    private final ChangeStream stream;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> new Thread(task, "sluice-reader"));
    private ChangeBatch current;
    private ChangeBatch next;
    private @Nullable Future<Fetched> coming;

    /** Batches begin with room for so many bytes; the stream is closed with this. */
    ReadAhead(ChangeStream stream, int batchBytes) {
        this.stream = stream;
        this.current = new ChangeBatch(batchBytes);
        this.next = new ChangeBatch(batchBytes);
    }

    /** Goes on to the next batch; that before is not to be used any more. */
    Fetched fetch() {
        Future<Fetched> ahead = coming;
        coming = null;
        Fetched fetched;
        if (ahead == null) {
            current.clear();
            fetched = stream.fetch(current);
        } else {
            fetched = await(ahead);
            ChangeBatch applied = current;
            current = next;
            next = applied;
        }
        if (fetched.more()) {
            next.clear();
            ChangeBatch into = next;
            coming = reader.submit(() -> stream.fetch(into));
        }
        return fetched;
    }

    /** Returns the batch that {@link #fetch} went on to. */
    ChangeBatch batch() {
        return current;
    }

    void acknowledge(Lsn position) {
        stream.acknowledge(position);
    }

    private static Fetched await(Future<Fetched> ahead) {
        try {
            return ahead.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("The reading of changes failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The reading of changes was interrupted", null, e);
        }
    }

    /** What was read ahead and is not applied is read again by whoever goes on. */
    @Override
    public void close() {
        try (stream) {
            if (coming != null) {
                stream.interrupt();
            }
            reader.shutdown();
            Threads.join(reader);
        }
    }
}
