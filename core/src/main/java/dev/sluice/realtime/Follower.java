package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.ChangeStream.Fetched;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes changes from a source to a destination, as many transactions at a time as have come: one where the destination
 * keeps up, many where it is behind. The source forgets what the destination has for good, and nothing else.
 */
final class Follower {
    private static final int BATCH_BYTES = 8 << 20;

    /** Who has followed for so long without a failure has left behind what failed before, even where nothing changes. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final ChangeSource source;
    private final ChangeSink sink;
    private final RunMonitor monitor;
    private final Time time;
    private final IgnoredChanges ignored;
    private final Runnable forward;

    private long transactions;
    private long changes;
    private long bytes;
    private long missedRows;
    private boolean copiesWanted;

    /** {@code forward} is told when the destination has more than before. */
    Follower(
            ChangeSource source,
            ChangeSink sink,
            RunMonitor monitor,
            Time time,
            IgnoredChanges ignored,
            Runnable forward) {
        this.source = source;
        this.sink = sink;
        this.monitor = monitor;
        this.time = time;
        this.ignored = ignored;
        this.forward = forward;
    }

    /** Why following ended. */
    enum End {
        /** The destination has everything that it is to have. */
        REACHED,
        /** Tables have to be copied before it can go on. */
        COPIES_WANTED
    }

    /** Follows from a position on until the destination has everything before {@code end}, or for ever. */
    End follow(Lsn from, Optional<Lsn> end) {
        copiesWanted = false;
        monitor.position(from);
        monitor.enter(JobState.CATCHING_UP);
        LagWatch lag = new LagWatch(source, monitor, time);
        long begin = time.nanos();
        ChangeBatch batch = new ChangeBatch(BATCH_BYTES);
        try (ChangeStream stream = source.follow(from, new CopiedTables(sink.progress()))) {
            Fetched fetched;
            do {
                fetched = stream.fetch(batch);
                apply(batch);
                if (fetched.whole()) {
                    commit(fetched, stream, time.nanos() - begin);
                    if (copiesWanted) {
                        return End.COPIES_WANTED;
                    }
                }
                lag.look(fetched);
            } while (!(fetched.whole() && end.isPresent() && !fetched.position().isBefore(end.get())));
            return End.REACHED;
        }
    }

    private void apply(ChangeBatch batch) {
        sink.apply(ignored.without(batch));
        copiesWanted |= batch.wantsCopies();
        transactions += batch.transactionsBegun();
        changes += batch.changes();
        bytes += batch.length();
        batch.clear();
    }

    private void commit(Fetched fetched, ChangeStream stream, long nanos) {
        sink.commit(fetched.position());
        stream.acknowledge(fetched.position());
        long missed = sink.missedRows();
        monitor.applied(
                fetched.position(),
                fetched.time(),
                new FollowStatus.Applied(transactions, changes, bytes, missed - missedRows));
        missedRows = missed;
        if (changes > 0 || nanos > STEADY.toNanos()) {
            forward.run();
        }
        transactions = 0;
        changes = 0;
        bytes = 0;
    }
}
