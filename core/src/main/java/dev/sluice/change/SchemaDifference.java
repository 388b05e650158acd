package dev.sluice.change;

import dev.sluice.change.ColumnDefinition.Default;
import dev.sluice.change.ColumnDefinition.Nothing;
import dev.sluice.change.SchemaChange.AddColumn;
import dev.sluice.change.SchemaChange.DropColumn;
import dev.sluice.change.SchemaChange.ModifyColumn;
import dev.sluice.change.SchemaChange.RenameColumn;
import dev.sluice.change.SchemaChange.RenameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What lies between two definitions of one table, found by the columns' numbers: a renamed column keeps its number, and one
 * that was dropped and added again has another.
 *
 * @param changes what changed, in an order in which it can be done again: what goes first, then new names, then the rest
 * @param rewritten whether the rows may hold other values now than the changes alone explain
 */
public record SchemaDifference(List<SchemaChange> changes, boolean rewritten) {
    /** Copies the changes. */
    public SchemaDifference {
        changes = List.copyOf(changes);
    }

    /** Compares two definitions of one table. */
    public static SchemaDifference between(TableDefinition before, TableDefinition after) {
        Map<Integer, ColumnDefinition> was = byNumber(before);
        Map<Integer, ColumnDefinition> is = byNumber(after);
        List<SchemaChange> changes = new ArrayList<>();
        if (!before.name().equals(after.name())) {
            changes.add(new RenameTable(before.name(), after.name()));
        }
        before.columns().stream()
                .filter(column -> !is.containsKey(column.number()))
                .forEach(column -> changes.add(new DropColumn(column.number(), column.name())));
        boolean values = false;
        List<SchemaChange> rest = new ArrayList<>();
        for (ColumnDefinition now : after.columns()) {
            ColumnDefinition then = was.get(now.number());
            if (then == null) {
                rest.add(new AddColumn(now));
                values |= now.filling() instanceof Default;
                continue;
            }
            if (!then.name().equals(now.name())) {
                changes.add(new RenameColumn(now.number(), then.name(), now.name()));
            }
            if (!isAlike(then, now)) {
                rest.add(new ModifyColumn(then, now));
                values |= !then.type().equals(now.type());
            }
        }
        changes.addAll(rest);
        return new SchemaDifference(changes, values && !before.storage().equals(after.storage()));
    }

    private static Map<Integer, ColumnDefinition> byNumber(TableDefinition table) {
        return table.columns().stream().collect(Collectors.toMap(ColumnDefinition::number, Function.identity()));
    }

    /** The value that earlier rows have is forgotten when the table is written anew, which changes no column. */
    private static boolean isAlike(ColumnDefinition one, ColumnDefinition other) {
        return one.type().equals(other.type())
                && one.notNull() == other.notNull()
                && expression(one).equals(expression(other));
    }

    private static String expression(ColumnDefinition column) {
        if (column.filling() instanceof Nothing) {
            return "nothing";
        }
        return column.filling() instanceof Default some
                ? some.expression()
                : column.filling().toString();
    }
}
