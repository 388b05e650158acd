package dev.sluice.postgresql;

import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.ColumnDefinition.Default;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.SchemaChange.AddColumn;
import dev.sluice.change.SchemaChange.DropColumn;
import dev.sluice.change.SchemaChange.ModifyColumn;
import dev.sluice.change.SchemaChange.RenameColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the statements that give a destination's table the columns that its source has got. What is there already, or gone
 * already, stays so.
 */
final class SchemaStatements {
    private final TableMaker maker;
    private final Relation table;

    SchemaStatements(TableMaker maker, Relation table) {
        this.maker = maker;
        this.table = table;
    }

    /** Returns what lets rows come that have no value in a column. */
    String release(String column) {
        return "ALTER TABLE " + table.quoted() + " ALTER COLUMN " + Quoting.identifier(column) + " DROP NOT NULL";
    }

    /** Columns that swap their names get one in between. */
    List<String> of(List<SchemaChange> changes) {
        List<RenameColumn> renames = changes.stream()
                .filter(RenameColumn.class::isInstance)
                .map(RenameColumn.class::cast)
                .filter(rename -> has(rename.from()))
                .toList();
        List<String> statements = new ArrayList<>();
        changes.stream()
                .filter(DropColumn.class::isInstance)
                .map(drop -> "DROP COLUMN IF EXISTS " + Quoting.identifier(((DropColumn) drop).name()))
                .forEach(statements::add);
        for (int i = 0; i < renames.size(); i++) {
            statements.add(rename(renames.get(i).from(), between(i)));
        }
        for (int i = 0; i < renames.size(); i++) {
            statements.add(rename(between(i), renames.get(i).to()));
        }
        changes.stream().flatMap(this::other).forEach(statements::add);
        return statements.stream()
                .map(statement -> "ALTER TABLE " + table.quoted() + " " + statement)
                .toList();
    }

    private static String between(int number) {
        return "sluice renames " + number;
    }

    private static String rename(String from, String to) {
        return "RENAME COLUMN " + Quoting.identifier(from) + " TO " + Quoting.identifier(to);
    }

    private boolean has(String column) {
        return table.columns().stream().anyMatch(there -> there.name().equals(column));
    }

    private Stream<String> other(SchemaChange change) {
        if (change instanceof AddColumn add) {
            return add(add.column()).stream();
        }
        return change instanceof ModifyColumn modify ? modify(modify).stream() : Stream.empty();
    }

    /** Earlier rows get the value that they have at the source; a default that gives each its own is not for them. */
    private List<String> add(ColumnDefinition column) {
        String added = "ADD COLUMN IF NOT EXISTS " + maker.column(column);
        String now = column.filling() instanceof Default some ? " SET DEFAULT " + some.expression() : " DROP DEFAULT";
        return column.filling()
                .earlier()
                .map(value -> List.of(
                        added + " DEFAULT " + Quoting.literal(value),
                        "ALTER COLUMN " + Quoting.identifier(column.name()) + now))
                .orElse(List.of(added));
    }

    private List<String> modify(ModifyColumn modify) {
        ColumnDefinition from = modify.from();
        ColumnDefinition to = modify.to();
        String alter = "ALTER COLUMN " + Quoting.identifier(to.name());
        List<String> statements = new ArrayList<>();
        if (!from.type().equals(to.type())) {
            String type = maker.type(to.type().sql());
            statements.add(alter + " DROP DEFAULT");
            statements.add(alter + " TYPE " + type + " USING " + Quoting.identifier(to.name()) + "::" + type);
        }
        if (from.notNull() != to.notNull()) {
            statements.add(alter + (to.notNull() ? " SET NOT NULL" : " DROP NOT NULL"));
        }
        return statements;
    }
}
