package dev.sluice.realtime;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableName;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.ChangeStream.Fetched;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes changes from a source to a destination, as many transactions at a time as have come: one where the destination
 * keeps up, many where it is behind. The source forgets what the destination has for good, and nothing else.
 */
public final class Follower {
    private static final int BATCH_BYTES = 8 << 20;

    private final Optional<Lsn> end;

    private Follower(Optional<Lsn> end) {
        this.end = end;
    }

    /** Returns one that follows until it is cancelled. */
    public static Follower forever() {
        return new Follower(Optional.empty());
    }

    /** Returns one that ends when everything before {@code end} is there. */
    public static Follower until(Lsn end) {
        return new Follower(Optional.of(end));
    }

    void follow(Lsn from, ChangeSource source, ChangeSink sink) {
        Map<TableName, Lsn> copies = sink.progress().tables();
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
            } while (!isEnd(fetched));
        }
    }

    /** What was committed before a table's copy was taken is in the copy. */
    private static boolean isNew(@Nullable Lsn copy, Lsn position) {
        return copy != null && !position.isBefore(copy);
    }

    private boolean isEnd(Fetched fetched) {
        return fetched.whole() && end.isPresent() && !fetched.position().isBefore(end.get());
    }
}
