package dev.sluice.change;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.SchemaChange.AddColumn;
import dev.sluice.change.SchemaChange.DropColumn;
import dev.sluice.change.SchemaChange.ModifyColumn;
import dev.sluice.change.SchemaChange.RenameColumn;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A table got another definition, and what becomes of that at the destination.
 *
 * @param table the table
 * @param applied what the destination is to do too, in this order
 * @param leftOut what it is not to do
 * @param definition the definition from now on, as far as the destination follows it
 * @param anew whether the rows have to be copied anew, since no change says what values they have got
 */
public record Redefinition(
        TableName table,
        List<SchemaChange> applied,
        List<SchemaChange> leftOut,
        TableDefinition definition,
        boolean anew) {
    /** Copies the lists. */
    public Redefinition {
        Objects.requireNonNull(table);
        applied = List.copyOf(applied);
        leftOut = List.copyOf(leftOut);
        Objects.requireNonNull(definition);
    }

    /** Notes how a table is followed from now on: its columns and its rows stay as they are. */
    public static Redefinition noted(TableName table, TableDefinition definition) {
        return new Redefinition(table, List.of(), List.of(), definition, false);
    }

    /** Has a table's rows copied anew, whose columns stay as they are. */
    public static Redefinition anew(TableName table, TableDefinition definition) {
        return new Redefinition(table, List.of(), List.of(), definition, true);
    }

    /**
     * Returns this without what is done to columns of those names, which the destination has whatever the source does.
     *
     * @throws SyncException with DDL_REFUSED if a column gets or had such a name by renaming: its values would have no place
     */
    public Redefinition without(Set<String> columns) {
        List<SchemaChange> rest =
                applied.stream().filter(change -> isOther(change, columns)).toList();
        List<SchemaChange> left = leftOut.stream()
                .filter(change -> !(change instanceof DropColumn drop && columns.contains(drop.name())))
                .toList();
        return new Redefinition(table, rest, left, definition, anew);
    }

    private boolean isOther(SchemaChange change, Set<String> columns) {
        if (change instanceof RenameColumn rename
                && (columns.contains(rename.from()) || columns.contains(rename.to()))) {
            throw new SyncException(
                    ErrorCode.DDL_REFUSED,
                    "The source's table " + table + " was changed: " + change.describe()
                            + ". The destination has a column of that name by a rule of the job",
                    "Give the rule's column another name, drop the job (sluice drop FILE) and start it anew; or rename"
                            + " the source's column back",
                    null);
        }
        return !((change instanceof AddColumn add
                        && columns.contains(add.column().name()))
                || (change instanceof DropColumn drop && columns.contains(drop.name()))
                || (change instanceof ModifyColumn modify
                        && columns.contains(modify.to().name())));
    }
}
