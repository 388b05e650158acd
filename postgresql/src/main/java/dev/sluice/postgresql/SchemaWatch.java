package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.SchemaDifference;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sees how the definitions of tables change in a stream, and decides by the job's policies what becomes of it: from what
 * {@link DdlTrigger} wrote into the WAL, which is exact, and besides from the descriptions of tables that the stream itself
 * has, together with the catalogue. The catalogue may be ahead of the stream; a table of which it tells too little is copied
 * anew.
 */
final class SchemaWatch {
    private final Definitions definitions;
    private final DdlHandling handling;
    private final Map<TableName, Watched> watched = new HashMap<>();

    /**
     * What is known of a table.
     *
     * @param now how the source defines it
     * @param followed how the destination does
     * @param numbers the numbers of the columns by every name that they have had
     * @param partitions those that it has or had, and whose changes are its own
     */
    private record Watched(
            TableDefinition now, TableDefinition followed, Map<String, Integer> numbers, Partitions partitions) {
        Watched {
            numbers = Map.copyOf(numbers);
        }

        static Watched of(
                TableDefinition now, TableDefinition followed, Map<String, Integer> earlier, Partitions partitions) {
            Map<String, Integer> numbers = new HashMap<>(earlier);
            now.columns().forEach(column -> numbers.put(column.name(), column.number()));
            return new Watched(now, followed, numbers, partitions);
        }

        boolean has(ChangedTable table) {
            return now.oid() == table.oid() || partitions.has(table.oid());
        }
    }

    /** {@code known} are the definitions that the destination has followed so far, as {@link Definitions} wrote them. */
    SchemaWatch(Definitions definitions, DdlHandling handling, Map<TableName, String> known) {
        this.definitions = definitions;
        this.handling = handling;
        Map<TableName, Partitions> partitions = definitions.partitions(known);
        known.forEach((table, text) -> {
            Partitions own = partitions.getOrDefault(table, Partitions.NONE);
            watched.put(table, Watched.of(definitions.read(text), definitions.readFollowed(text), Map.of(), own));
        });
    }

    /**
     * Says what a message of the trigger means; empty where nothing has to be done, or the table's changes are not wanted.
     *
     * @throws SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> told(String json, Predicate<TableName> wanted) {
        TableDefinition now = definitions.read(json);
        return watched.entrySet().stream()
                .filter(entry -> entry.getValue().now().oid() == now.oid())
                .filter(entry -> wanted.test(entry.getKey()))
                .findFirst()
                .flatMap(entry -> redefine(entry.getKey(), entry.getValue(), now, false, grown(entry.getValue(), now)));
    }

    /**
     * Says what it means that the stream describes a table so; empty where that is known.
     *
     * @throws SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> described(ChangedTable table) {
        if (isKnown(table)) {
            return Optional.empty();
        }
        Watched before = Objects.requireNonNull(watched.get(table.name()));
        return definitions
                .find(before.now().oid())
                .flatMap(now -> redefine(table.name(), before, now, !explain(before, now, table), grown(before, now)));
    }

    /** Returns whether it is no news that a table is so. */
    boolean isKnown(ChangedTable table) {
        Watched before = watched.get(table.name());
        return before == null || (before.has(table) && isAs(before.now(), table));
    }

    /** Generated columns are not in the stream, and a partition may have its columns in another order. */
    private static boolean isAs(TableDefinition definition, ChangedTable table) {
        List<String> columns = table.columns().stream()
                .map(column -> column.name() + " " + column.type().oid() + " " + column.modifier())
                .toList();
        List<String> defined = written(definition)
                .map(column -> column.name() + " " + column.type().oid() + " "
                        + column.type().modifier())
                .toList();
        return definition.oid() == table.oid()
                ? columns.equals(defined)
                : columns.containsAll(defined) && defined.containsAll(columns);
    }

    /** A column that the catalogue does not have any more, and nobody has seen before, may have been any. */
    private static boolean explain(Watched before, TableDefinition now, ChangedTable table) {
        return table.columns().stream()
                .map(ChangedColumn::name)
                .allMatch(name -> before.numbers().containsKey(name)
                        || written(now).anyMatch(column -> column.name().equals(name)));
    }

    private static Stream<ColumnDefinition> written(TableDefinition definition) {
        return definition.columns().stream().filter(column -> !column.generated());
    }

    private Partitions grown(Watched before, TableDefinition now) {
        return before.partitions().grown(partitions(now));
    }

    private Partitions partitions(TableDefinition definition) {
        return definitions.partitions(Map.of(definition.name(), definition.text())).values().stream()
                .findFirst()
                .orElse(Partitions.NONE);
    }

    private Optional<Redefinition> redefine(
            TableName table, Watched before, TableDefinition now, boolean unsure, Partitions partitions) {
        SchemaDifference difference = SchemaDifference.between(before.followed(), now);
        List<SchemaChange> changes = difference.changes();
        changes.stream()
                .filter(change -> policy(change) == DdlPolicy.CRITICAL)
                .findFirst()
                .ifPresent(change -> refuse(table, change));
        Set<Integer> left = changes.stream()
                .filter(change -> policy(change) != DdlPolicy.NORMAL)
                .map(SchemaChange::number)
                .collect(Collectors.toSet());
        List<SchemaChange> applied = changes.stream()
                .filter(change -> !left.contains(change.number()))
                .toList();
        TableDefinition followed =
                definitions.withPartitions(definitions.withEarlier(before.followed(), now, left), partitions);
        watched.put(table, Watched.of(now, followed, before.numbers(), partitions));
        return changes.isEmpty() && !unsure && partitions.equals(before.partitions())
                ? Optional.empty()
                : Optional.of(new Redefinition(
                        table,
                        applied,
                        with(DdlPolicy.ALERT, changes),
                        followed,
                        unsure || (difference.rewritten() && !applied.isEmpty())));
    }

    /** Returns what a destination has to do that follows what is known of a table, whose rows are copied then. */
    Redefinition since(TableName table, TableDefinition now) {
        return redefine(table, Objects.requireNonNull(watched.get(table)), now, true, partitions(now))
                .orElseThrow();
    }

    private DdlPolicy policy(SchemaChange change) {
        return handling.of(change.kind());
    }

    private List<SchemaChange> with(DdlPolicy policy, List<SchemaChange> changes) {
        return changes.stream().filter(change -> policy(change) == policy).toList();
    }

    /** Returns for each column of {@code table} what the destination calls it; empty for one that it does not follow. */
    List<Optional<String>> names(ChangedTable table) {
        Watched known = watched.get(table.name());
        return table.columns().stream()
                .map(ChangedColumn::name)
                .map(name -> known == null ? Optional.of(name) : name(known, name))
                .toList();
    }

    private static Optional<String> name(Watched known, String name) {
        Integer number = known.numbers().get(name);
        return number == null
                ? Optional.of(name)
                : known.followed().columns().stream()
                        .filter(column -> column.number() == number)
                        .map(ColumnDefinition::name)
                        .findFirst();
    }

    private static void refuse(TableName table, SchemaChange change) {
        throw new SyncException(
                ErrorCode.DDL_REFUSED,
                "The source's table " + table + " was changed: " + change.describe() + ". The job stops at "
                        + change.kind() + "; everything before it is at the destination",
                "Change the destination's table by hand if need be, state another Action for " + change.kind()
                        + " in DdlHandlingSettings (Normal: do it there too, Ignore, Alert), and start the job again",
                null);
    }
}
