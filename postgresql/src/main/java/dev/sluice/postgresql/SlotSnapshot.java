package dev.sluice.postgresql;

import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.Reader;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.Endpoint;
import dev.sluice.job.Relations;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a source in which a slot was made, with the session that keeps it and the one that keeps the definitions
 * of its tables: a snapshot that is older than a rewriting ALTER TABLE would show an empty table.
 */
final class SlotSnapshot implements TableSnapshot {
    private static final int SPLIT_FACTOR = 5;

    private final PgServer server;
    private final Endpoint endpoint;
    private final ReplicationSlot.Made made;
    private final Sessions sessions;
    private final PgSession slotKeeper;
    private final PgSession lockKeeper;
    private final DdlHandling handling;

    SlotSnapshot(
            PgServer server,
            Endpoint endpoint,
            ReplicationSlot.Made made,
            Sessions sessions,
            PgSession slotKeeper,
            PgSession lockKeeper,
            DdlHandling handling) {
        this.server = server;
        this.endpoint = endpoint;
        this.made = made;
        this.sessions = sessions;
        this.slotKeeper = slotKeeper;
        this.lockKeeper = lockKeeper;
        this.handling = handling;
    }

    @Override
    public Lsn position() {
        return made.position();
    }

    @Override
    public Reader reader(TableName table, TableDefinition followed, List<ExtraColumn> extras) {
        PostgresReaderOptions options = new PostgresReaderOptions(
                new Relations(endpoint, List.of(Quoting.table(table)), List.of()),
                columns(table, followed, extras),
                Optional.empty(),
                Optional.empty(),
                SPLIT_FACTOR,
                Consistency.SNAPSHOT);
        return new PostgresReader(server, options, Optional.of(made.snapshot()));
    }

    /** The locks keep it as it was when the slot was made, but for partitions, which may be attached nevertheless. */
    @Override
    public TableDefinition definition(TableName table) {
        return asked(definitions -> definitions.of(table));
    }

    @Override
    public Optional<Redefinition> since(TableName table, String earlier) {
        return asked(definitions -> {
            TableDefinition now = definitions.of(table);
            return definitions.oid(earlier) == now.oid()
                    ? Optional.of(
                            new SchemaWatch(definitions, handling, Lsn.LAST, definitions.known(Map.of(table, earlier)))
                                    .since(table, now))
                    : Optional.empty();
        });
    }

    /** Whoever waits for our locks is waited for by every other session of ours: no server sees that deadlock. */
    private <T> T asked(Function<Definitions, T> question) {
        PgSession session = sessions.open();
        session.limitLockWaits(SharedSnapshot.LOCK_LIMIT);
        try {
            return question.apply(new Definitions(session, Optional.of(made.snapshot())));
        } finally {
            sessions.close(session);
        }
    }

    /** What the server computes is computed at the destination, too, and no change has it. */
    private List<String> columns(TableName table, TableDefinition followed, List<ExtraColumn> extras) {
        Relation relation = new Catalog(lockKeeper).require(table);
        Map<String, Integer> numbers = new Definitions(lockKeeper).numbers(relation.oid());
        Set<String> given = extras.stream().map(ExtraColumn::name).collect(Collectors.toSet());
        Map<Integer, String> names = followed.columns().stream()
                .filter(column -> !column.generated() && !given.contains(column.name()))
                .collect(Collectors.toMap(ColumnDefinition::number, ColumnDefinition::name));
        return Stream.concat(
                        relation.columns().stream()
                                .filter(column -> !column.generated())
                                .flatMap(column -> Stream.ofNullable(names.get(numbers.get(column.name())))
                                        .map(name -> called(column, name))),
                        extras.stream().map(SlotSnapshot::value))
                .toList();
    }

    private static String called(RelationColumn column, String name) {
        return column.name().equals(name) ? column.quoted() : column.quoted() + " AS " + Quoting.identifier(name);
    }

    /** A row that is copied is there, and its time is that of the copy. */
    private static String value(ExtraColumn column) {
        String value = column.isMoment()
                ? "(extract(epoch FROM statement_timestamp()) * 1000)::int8"
                : Quoting.literal(column.content().text(0, false)) + "::"
                        + column.type().name();
        return value + " AS " + Quoting.identifier(column.name());
    }

    @Override
    public void close() {
        sessions.close(slotKeeper);
        sessions.close(lockKeeper);
    }
}
