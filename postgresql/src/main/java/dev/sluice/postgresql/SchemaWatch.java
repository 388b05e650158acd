package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.ColumnDefinition.Nothing;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.SchemaChange.AddColumn;
import dev.sluice.change.SchemaChange.ModifyColumn;
import dev.sluice.change.SchemaChange.RenameColumn;
import dev.sluice.change.SchemaDifference;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sees how the definitions of tables change in a stream, and decides by the job's policies what becomes of it: from what
 * {@link DdlTrigger} wrote into the WAL, which is exact, and besides from the descriptions of tables that the stream itself
 * has, together with the catalogue. The catalogue may be ahead of the stream; a table of which it tells too little is copied
 * anew.
 */
final class SchemaWatch {
    private final Definitions definitions;
    private final DdlHandling handling;
    private final Lsn told;
    private final KnownTables known;
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

    /**
     * Watches from now on.
     *
     * @param told the place behind which the trigger tells of DDL before rows come, so that of what it does not tell only that
     *     is seen which descriptions show
     * @param known the tables as the destination has followed them so far
     */
    SchemaWatch(Definitions definitions, DdlHandling handling, Lsn told, KnownTables known) {
        this.definitions = definitions;
        this.handling = handling;
        this.told = told;
        this.known = known;
    }

    /** Of many tables few change: what is known of one is read when something is said of it. */
    private Optional<Watched> watched(TableName table) {
        String text = known.definitions().get(table);
        if (text != null && !watched.containsKey(table)) {
            TableDefinition now = definitions.read(text);
            watched.put(table, Watched.of(now, definitions.followed(now), Map.of(), known.partitions(table)));
        }
        return Optional.ofNullable(watched.get(table));
    }

    /**
     * Says what a message of the trigger means; empty where nothing has to be done, or the table's changes are not wanted.
     *
     * @throws SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> told(String json, Predicate<TableName> wanted) {
        return table(json).filter(wanted).flatMap(table -> told(table, definitions.read(json)));
    }

    /** Returns the followed table that a message of the trigger is about. */
    Optional<TableName> table(String json) {
        return Optional.ofNullable(known.names().get(definitions.oid(json)));
    }

    private Optional<Redefinition> told(TableName table, TableDefinition now) {
        return watched(table).flatMap(before -> redefine(table, before, now, applied -> false, grown(before, now)));
    }

    /**
     * Says what it means that a transaction of the stream, which was committed at a place, describes a table so; empty where
     * that is known.
     *
     * @throws SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> described(ChangedTable table, Lsn transaction) {
        return watched(table.name()).flatMap(before -> described(table, transaction, before));
    }

    private Optional<Redefinition> described(ChangedTable table, Lsn transaction, Watched before) {
        DescribedTable described = new DescribedTable(table);
        boolean asBefore = described.isAs(before.now());
        if (asBefore && (isTold(transaction) || !hasOthersOfTheirNames(before.now()))) {
            return before.has(table) ? Optional.empty() : noted(table.name(), before);
        }
        return definitions
                .find(before.now().oid())
                .filter(now -> !asBefore || described.isAs(now))
                .flatMap(now -> redefine(
                        table.name(),
                        before,
                        now,
                        applied -> (asBefore && !applied.isEmpty())
                                || !described.isExplainedBy(before.numbers(), now)
                                || isReused(before, applied)
                                || mayHaveHadDefault(before, now, applied),
                        grown(before, now)))
                .map(SchemaWatch::loosened);
    }

    /** Rows that come now may be from before a column took no NULL any more, as the catalogue shows it. */
    private static Redefinition loosened(Redefinition seen) {
        return new Redefinition(
                seen.table(),
                seen.applied().stream().map(SchemaWatch::loosened).toList(),
                seen.leftOut(),
                seen.definition(),
                seen.anew());
    }

    private static SchemaChange loosened(SchemaChange change) {
        if (change instanceof AddColumn add) {
            return new AddColumn(add.column().nullable());
        }
        return change instanceof ModifyColumn modify && !modify.from().notNull()
                ? new ModifyColumn(modify.from(), modify.to().nullable())
                : change;
    }

    /** Of a partition that came the catalogue tells what it is; whatever else is there now comes in its place. */
    private Optional<Redefinition> noted(TableName table, Watched before) {
        Partitions partitions = definitions
                .find(before.now().oid())
                .map(now -> grown(before, now))
                .orElse(before.partitions());
        if (partitions.equals(before.partitions())) {
            return Optional.empty();
        }
        TableDefinition followed = definitions.withPartitions(before.followed(), partitions);
        watched.put(table, new Watched(before.now(), followed, before.numbers(), partitions));
        return Optional.of(Redefinition.noted(table, followed));
    }

    private boolean isTold(Lsn transaction) {
        return !transaction.isBefore(told);
    }

    /** A description tells no column from another one that has got its name and type; where the trigger tells, it comes first. */
    private boolean hasOthersOfTheirNames(TableDefinition known) {
        Map<String, Integer> numbers = definitions.numbers(known.oid());
        return known.columns().stream()
                .anyMatch(column -> numbers.getOrDefault(column.name(), column.number()) != column.number());
    }

    /** Which of two columns a row means that has a value under their name, nobody knows. */
    private static boolean isReused(Watched before, List<SchemaChange> applied) {
        return applied.stream()
                .anyMatch(change -> change instanceof AddColumn add
                        && before.now().columns().stream()
                                .anyMatch(column ->
                                        column.name().equals(add.column().name())));
    }

    /** A default that gives each row its own value leaves no other trace when it goes than that rows were written anew. */
    private static boolean mayHaveHadDefault(Watched before, TableDefinition now, List<SchemaChange> applied) {
        return !before.now().storage().equals(now.storage())
                && applied.stream()
                        .anyMatch(change -> change instanceof AddColumn add
                                && add.column().filling() instanceof Nothing some
                                && some.earlier().isEmpty());
    }

    /** Returns whether it is no news that a table is so. */
    boolean isKnown(ChangedTable table) {
        return watched(table.name())
                .map(before -> before.has(table) && new DescribedTable(table).isAs(before.now()))
                .orElse(true);
    }

    /** Returns whether {@link #described} would say anything of it, or stop the job; what is known stays as it was. */
    boolean isNews(ChangedTable table, Lsn transaction) {
        Optional<Watched> before = watched(table.name());
        try {
            return !isKnown(table) || described(table, transaction).isPresent();
        } catch (SyncException e) {
            if (e.code() != ErrorCode.DDL_REFUSED) {
                throw e;
            }
            return true;
        } finally {
            before.ifPresent(known -> watched.put(table.name(), known));
        }
    }

    /** Returns whether a transaction that has not ended may have changed the definition, of which the catalogue shows nothing. */
    boolean isBeingChanged(ChangedTable table, Lsn transaction) {
        return !isTold(transaction)
                && known.definitions().containsKey(table.name())
                && definitions.isBeingChanged(table.oid());
    }

    private Partitions grown(Watched before, TableDefinition now) {
        return before.partitions().grown(definitions.partitions(now));
    }

    /** {@code unsure} says of what is applied whether it leaves open what values rows have. */
    private Optional<Redefinition> redefine(
            TableName table,
            Watched before,
            TableDefinition now,
            Predicate<List<SchemaChange>> unsure,
            Partitions partitions) {
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
        applied.forEach(change -> requireNameIsFree(table, change, followed, changes));
        watched.put(table, Watched.of(now, followed, before.numbers(), partitions));
        boolean anew = unsure.test(applied) || isLate(before, applied);
        return changes.isEmpty() && !anew && partitions.equals(before.partitions())
                ? Optional.empty()
                : Optional.of(new Redefinition(
                        table,
                        applied,
                        changes.stream()
                                .filter(change -> !applied.contains(change))
                                .toList(),
                        followed,
                        anew || (difference.rewritten() && !applied.isEmpty())));
    }

    /** What was left out once has left values out with it. */
    private static boolean isLate(Watched before, List<SchemaChange> applied) {
        List<SchemaChange> leftOut =
                SchemaDifference.between(before.followed(), before.now()).changes();
        return applied.stream()
                .filter(SchemaWatch::isOfValues)
                .anyMatch(change -> leftOut.stream()
                        .filter(SchemaWatch::isOfValues)
                        .anyMatch(earlier -> earlier.number() == change.number()));
    }

    private static boolean isOfValues(SchemaChange change) {
        return change instanceof AddColumn
                || (change instanceof ModifyColumn modify
                        && !modify.from().type().equals(modify.to().type()));
    }

    /** A column that was dropped or renamed, which is left out, keeps its name at the destination. */
    private static void requireNameIsFree(
            TableName table, SchemaChange change, TableDefinition followed, List<SchemaChange> changes) {
        Optional<String> name = change instanceof AddColumn add
                ? Optional.of(add.column().name())
                : change instanceof RenameColumn rename ? Optional.of(rename.to()) : Optional.empty();
        name.flatMap(wanted -> followed.columns().stream()
                        .filter(column -> column.name().equals(wanted) && column.number() != change.number())
                        .findFirst())
                .flatMap(holder -> changes.stream()
                        .filter(other -> other.number() == holder.number())
                        .findFirst())
                .ifPresent(leftOut -> refuseName(table, change, leftOut));
    }

    /** Returns what a destination has to do that follows what is known of a table, whose rows are copied then. */
    Redefinition since(TableName table, TableDefinition now) {
        return redefine(table, watched(table).orElseThrow(), now, applied -> true, definitions.partitions(now))
                .orElseThrow();
    }

    /** Returns what a destination has to do that cannot follow a table any more by its changes; empty where none is known. */
    Optional<Redefinition> anew(TableName table) {
        return watched(table).map(before -> Redefinition.anew(table, before.followed()));
    }

    /** Returns whether the columns that {@code sql} names, as the catalogue has them now, have those names at the destination. */
    boolean isFollowed(TableName table, String sql) {
        return watched(table).stream()
                .allMatch(seen -> definitions.numbers(seen.now().oid()).entrySet().stream()
                        .filter(column -> isNamed(column.getKey(), sql))
                        .allMatch(column -> seen.followed().columns().stream()
                                .anyMatch(followed -> followed.number() == column.getValue()
                                        && followed.name().equals(column.getKey()))));
    }

    /** The server writes lower case without quotes. */
    private static boolean isNamed(String column, String sql) {
        return sql.contains(Quoting.identifier(column))
                || Pattern.compile("\\b" + Pattern.quote(column) + "\\b")
                        .matcher(sql)
                        .find();
    }

    private DdlPolicy policy(SchemaChange change) {
        return handling.of(change.kind());
    }

    /**
     * Returns for each column of {@code table} what the destination calls it; empty for one that it does not follow, or goes on
     * to compute.
     */
    List<Optional<String>> names(ChangedTable table) {
        Optional<Watched> seen = watched(table.name());
        return table.columns().stream()
                .map(ChangedColumn::name)
                .map(name -> seen.isEmpty() ? Optional.of(name) : name(seen.get(), name))
                .toList();
    }

    private static Optional<String> name(Watched table, String name) {
        Integer number = table.numbers().get(name);
        return number == null
                ? Optional.of(name)
                : table.followed().columns().stream()
                        .filter(column -> column.number() == number && !column.generated())
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

    private static void refuseName(TableName table, SchemaChange change, SchemaChange leftOut) {
        throw new SyncException(
                ErrorCode.DDL_REFUSED,
                "The source's table " + table + " was changed: " + change.describe()
                        + ". The destination has another column of that name, as " + leftOut.describe()
                        + " was left out. The job stops at " + change.kind()
                        + "; everything before it is at the destination",
                "State Normal for " + leftOut.kind() + " in DdlHandlingSettings, so that it is done first (if the"
                        + " destination's column is to stay, rename it there before), or Ignore for " + change.kind()
                        + "; and start the job again",
                null);
    }
}
