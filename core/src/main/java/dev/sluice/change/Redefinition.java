package dev.sluice.change;

import dev.sluice.job.TableName;
import java.util.List;
import java.util.Objects;

/**
 * A table got another definition, and what becomes of that at the destination.
 *
 * @param table the table
 * @param applied what the destination is to do too, in this order
 * @param leftOut what it is not to do, and the user is to know of
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
}
