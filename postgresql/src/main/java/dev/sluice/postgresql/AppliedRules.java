package dev.sluice.postgresql;

import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.TableMapping;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules of a job say of the changes of one table, as far as the destination's statements do it.
 *
 * @param columns the names of the columns that rules made
 * @param mark the name of the one that marks rows as deleted
 * @param updates an SQL condition that updated rows have to meet
 * @param deletes an SQL condition that deleted rows have to meet
 */
record AppliedRules(Set<String> columns, Optional<String> mark, Optional<String> updates, Optional<String> deletes) {
    /** Those of a table that no rule is for. */
    static final AppliedRules NONE = new AppliedRules(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    AppliedRules {
        columns = Set.copyOf(columns);
    }

    static AppliedRules of(TableMapping mapping) {
        DmlHandling dml = mapping.dml();
        return new AppliedRules(
                mapping.columnsOfRules().keySet(),
                mapping.deletedColumn(),
                condition(dml.update()),
                condition(dml.delete()));
    }

    private static Optional<String> condition(DmlAction action) {
        return action instanceof DmlAction.Filter filter ? Optional.of(filter.condition()) : Optional.empty();
    }

    /** Returns whether a condition decides about some changes, each by itself. */
    boolean filter() {
        return updates.isPresent() || deletes.isPresent();
    }
}
