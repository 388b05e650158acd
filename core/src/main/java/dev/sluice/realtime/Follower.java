package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream.Fetched;
import dev.sluice.job.DdlKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes changes from a source to a destination, as many transactions at a time as have come: one where the destination
 * keeps up, many where it is behind. The source forgets what the destination has for good, and nothing else.
 */
final class Follower {
    private static final int BATCH_BYTES = 8 << 20;

    /** The source keeps no more of its log than so long a time writes. */
    private static final Duration IDLE_INTERVAL = Duration.ofSeconds(2);

    private final ChangeSource source;
    private final ChangeSink sink;
    private final RunMonitor monitor;
    private final Time time;
    private final RuledChanges ruled;
    private final Headway headway;

    private long transactions;
    private long changes;
    private long bytes;
    private long missedRows;
    private final List<String> redefined = new ArrayList<>();
    private boolean applied;
    private boolean copiesWanted;
    private Lsn committed = Lsn.NONE;
    private Lsn durable = Lsn.NONE;
    private long committedAt;

    /** {@code headway} is that of all following of an attempt, however often other tables are to be followed. */
    Follower(ChangeSource source, ChangeSink sink, RunMonitor monitor, Time time, RuledChanges ruled, Headway headway) {
        this.source = source;
        this.sink = sink;
        this.monitor = monitor;
        this.time = time;
        this.ruled = ruled;
        this.headway = headway;
    }

    /** Why following ended. */
    enum End {
        /** The destination has everything that it is to have. */
        REACHED,
        /** Tables came, went, or have to be copied. */
        TABLES_DIFFER
    }

    /** Follows tables until the destination has everything of them that is before {@code end}, or for ever. */
    End follow(FollowedTables tables, Optional<Lsn> end) {
        copiesWanted = false;
        committed = Lsn.NONE;
        durable = Lsn.NONE;
        committedAt = time.nanos();
        monitor.position(tables.from());
        monitor.enter(JobState.CATCHING_UP);
        LagWatch lag = new LagWatch(source, monitor, time);
        try (ReadAhead stream = new ReadAhead(source.follow(tables.from(), tables.filter()), BATCH_BYTES)) {
            while (true) {
                Fetched fetched = stream.fetch();
                if (fetched.rolledBack()) {
                    rollBack();
                }
                apply(stream.batch());
                if (fetched.whole()) {
                    if (applied || isCommitDue(fetched.position(), end)) {
                        commit(fetched, stream, tables);
                    }
                    tell(fetched);
                    tellHeadway();
                    forgetUncommitted();
                    // A table that is to be copied anew has not come to where the others are.
                    if (copiesWanted || tables.reached(fetched.position())) {
                        return End.TABLES_DIFFER;
                    }
                }
                lag.look(fetched, tables.isComplete());
                if (fetched.whole() && tables.isComplete() && !tables.isNewsThere() && isReached(end, durable)) {
                    return End.REACHED;
                }
            }
        }
    }

    /** Where nothing happens the position is written down now and then, and where it is the one that was waited for. */
    private boolean isCommitDue(Lsn position, Optional<Lsn> end) {
        if (durable.isBefore(committed)) {
            return true;
        }
        return committed.isBefore(position)
                && (isReached(end, position) || time.nanos() - committedAt >= IDLE_INTERVAL.toNanos());
    }

    private static boolean isReached(Optional<Lsn> end, Lsn position) {
        return end.isPresent() && !position.isBefore(end.get());
    }

    private void rollBack() {
        sink.rollBack();
        forgetUncommitted();
    }

    private void apply(ChangeBatch batch) {
        ChangeBatch kept = ruled.of(batch);
        sink.apply(kept);
        applied |= kept.changes() > 0;
        copiesWanted |= batch.wantsCopies();
        batch.redefinitions().forEach(this::note);
        batch.warnings().forEach(monitor::warn);
        transactions += batch.transactionsBegun();
        changes += batch.changes();
        bytes += batch.length();
    }

    /** Another name of a table is told when the destination's has got it. */
    private void note(Redefinition redefinition) {
        redefinition.applied().stream()
                .filter(change -> change.kind() != DdlKind.RENAME_TABLE)
                .forEach(change -> redefined.add(redefinition.table() + ": " + change.describe()));
    }

    private void commit(Fetched fetched, ReadAhead stream, FollowedTables tables) {
        committed = fetched.position();
        committedAt = time.nanos();
        if (sink.commit(committed)) {
            durable = committed;
        }
        stream.acknowledge(tables.forgettable(durable));
        redefined.forEach(monitor::done);
    }

    private void tell(Fetched fetched) {
        long missed = sink.missedRows();
        monitor.applied(
                fetched.position(),
                fetched.time(),
                new FollowStatus.Applied(transactions, changes, bytes, missed - missedRows));
        missedRows = missed;
    }

    /** Changes that the rules leave out bring the destination nothing. */
    private void tellHeadway() {
        if (applied) {
            headway.made();
        } else {
            headway.goesOn();
        }
    }

    private void forgetUncommitted() {
        applied = false;
        redefined.clear();
        transactions = 0;
        changes = 0;
        bytes = 0;
    }
}
