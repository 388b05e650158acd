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
import java.util.Optional;

/**
 * Sees how the definitions of tables change in a stream, and decides by the job's policies what becomes of it: from what
 * {@link DdlTrigger} wrote into the WAL, which is exact, and besides from the descriptions of tables that the stream itself
 * has, together with the catalogue. The catalogue may be ahead of the stream; a table of which it tells too little is copied
 * anew.
 */
final class SchemaWatch {
    private final Definitions definitions;
    private final DdlHandling handling;
    private final Map<TableName, TableDefinition> known = new HashMap<>();

    /** {@code known} are the definitions that the destination has followed so far, as {@link Definitions} wrote them. */
    SchemaWatch(Definitions definitions, DdlHandling handling, Map<TableName, String> known) {
        this.definitions = definitions;
        this.handling = handling;
        known.forEach((table, text) -> this.known.put(table, definitions.read(text)));
    }

    /**
     * Says what a message of the trigger means; empty where nothing has to be done.
     *
     * @throws SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> told(String json) {
        TableDefinition now = definitions.read(json);
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().oid() == now.oid())
                .findFirst()
                .flatMap(entry -> redefine(entry.getKey(), now, false));
    }

    /**
     * Says what it means that the stream describes a table so; empty where that is known.
     *
     * @throws SyncException with DDL_REFUSED if the job is to stop at it
     */
    Optional<Redefinition> described(ChangedTable table) {
        TableDefinition before = known.get(table.name());
        if (before == null || isAs(before, table)) {
            return Optional.empty();
        }
        return definitions.find(before.oid()).flatMap(now -> redefine(table.name(), now, !isAs(now, table)));
    }

    /** Generated columns are not in the stream, and types are there by number. */
    private static boolean isAs(TableDefinition definition, ChangedTable table) {
        List<String> names = table.columns().stream().map(ChangedColumn::name).toList();
        List<String> defined = definition.columns().stream()
                .filter(column -> !column.generated())
                .map(ColumnDefinition::name)
                .toList();
        return names.containsAll(defined) && defined.containsAll(names);
    }

    private Optional<Redefinition> redefine(TableName table, TableDefinition now, boolean unsure) {
        SchemaDifference difference = SchemaDifference.between(known.getOrDefault(table, now), now);
        List<SchemaChange> changes = difference.changes();
        if (changes.isEmpty()) {
            known.put(table, now);
            return Optional.empty();
        }
        changes.stream()
                .filter(change -> policy(change) == DdlPolicy.CRITICAL)
                .findFirst()
                .ifPresent(change -> refuse(table, change));
        known.put(table, now);
        return Optional.of(new Redefinition(
                table,
                with(DdlPolicy.NORMAL, changes),
                with(DdlPolicy.ALERT, changes),
                now,
                unsure || difference.rewritten()));
    }

    private DdlPolicy policy(SchemaChange change) {
        return handling.of(change.kind());
    }

    private List<SchemaChange> with(DdlPolicy policy, List<SchemaChange> changes) {
        return changes.stream().filter(change -> policy(change) == policy).toList();
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
