package dev.sluice.testkit.contract;

import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Retained;
import dev.sluice.connector.SourceStatus;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.testkit.contract.ChangeStreamFixture.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** A source that keeps the changes of its tables, and forgets them when this is closed. */
final class FollowedSource implements AutoCloseable {
    private final ChangeStreamFixture fixture;
    private final ChangeSource source;
    private final Lsn begin;
    private final Map<TableName, String> definitions = new HashMap<>();

    /** Makes the tables, and lets the source keep their changes. */
    FollowedSource(ChangeStreamFixture fixture) throws Exception {
        this.fixture = fixture;
        fixture.makeTables();
        source = fixture.source();
        try (Retained kept = source.retain(source.tables(), nobody -> {})) {
            begin = kept.position();
        }
        for (SourceTable table : source.tables()) {
            definitions.put(table.name(), source.definition(table.name()).text());
        }
    }

    private record Filter(
            BiPredicate<TableName, Lsn> wanted, boolean acceptsInProgress, Map<TableName, String> definitions)
            implements ChangeFilter {
        @Override
        public boolean wants(TableName table, Lsn position) {
            return wanted.test(table, position);
        }
    }

    /** Returns where the changes begin that are kept. */
    Lsn begin() {
        return begin;
    }

    ChangeSource source() {
        return source;
    }

    /** Opens a stream of all changes of committed transactions. */
    ReadStream open(Lsn from) {
        return open(from, (table, position) -> true);
    }

    /** Opens a stream of some changes of committed transactions. */
    ReadStream open(Lsn from, BiPredicate<TableName, Lsn> wanted) {
        return new ReadStream(source.follow(from, new Filter(wanted, false, definitions)));
    }

    /** Opens a stream of all changes that may bring them before their transaction is committed. */
    ReadStream openInProgress(Lsn from) {
        return new ReadStream(source.follow(from, new Filter((table, position) -> true, true, definitions)));
    }

    /** Commits rows of one table, and returns a place behind them. */
    Lsn commit(TableName table, int from, int to) throws Exception {
        try (Transaction transaction = fixture.begin()) {
            transaction.insert(table, from, to);
            transaction.commit();
        }
        return source.now();
    }

    /** Returns what the source may have forgotten: all before this place. */
    Lsn acknowledged() {
        return source.status()
                .slot()
                .flatMap(SourceStatus.Slot::confirmed)
                .orElseThrow(() -> new AssertionError("The source keeps nothing for the job"));
    }

    @Override
    public void close() {
        source.close();
        try (ChangeSource last = fixture.source()) {
            last.forget();
        }
    }
}
