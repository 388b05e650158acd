package dev.sluice.realtime;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.ChangeStream.Fetched;
import dev.sluice.job.TableName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes changes from a source to a destination, as many transactions at a time as have come: one where the destination
 * keeps up, many where it is behind. The source forgets what the destination has for good, and nothing else.
 */
public final class Follower {
    private static final int BATCH_BYTES = 8 << 20;

    /** When to stop following. */
    public enum End {
        /** When it is cancelled. */
        NEVER,
        /** When everything is there that was committed when it began. */
        CAUGHT_UP
    }

    private final End end;

    /** Returns one that follows until {@code end}. */
    public Follower(End end) {
        this.end = end;
    }

    void follow(Lsn from, ChangeSource source, ChangeSink sink) {
        Map<TableName, Lsn> copies = sink.progress().tables();
        Optional<Lsn> last = end == End.CAUGHT_UP ? Optional.of(source.now()) : Optional.empty();
        ChangeBatch batch = new ChangeBatch(BATCH_BYTES);
        try (ChangeStream stream = source.follow(from, (table, position) -> isNew(copies.get(table), position))) {
            Fetched fetched;
            do {
                fetched = stream.fetch(batch);
                sink.apply(batch);
                batch.clear();
                if (fetched.whole()) {
                    sink.commit(fetched.position());
                    stream.acknowledge(fetched.position());
                }
            } while (!(fetched.whole()
                    && last.isPresent()
                    && !fetched.position().isBefore(last.get())));
        }
    }

    /** What was committed before a table's copy was taken is in the copy. */
    private static boolean isNew(@Nullable Lsn copy, Lsn position) {
        return copy != null && !position.isBefore(copy);
    }
}
