package dev.sluice.postgresql;

import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TransformationRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules of a job say of the changes of one table, as far as the destination's statements do it.
 *
 * @param key the names of the columns that are the key by a rule; empty without one
 * @param columns the names of the columns that rules made
 * @param mark the name of the one that marks rows as deleted
 * @param updates an SQL condition that updated rows have to meet
 * @param deletes an SQL condition that deleted rows have to meet
 */
record AppliedRules(
        List<String> key,
        Set<String> columns,
        Optional<String> mark,
        Optional<String> updates,
        Optional<String> deletes) {
    /** Those of a table that no rule is for. */
    static final AppliedRules NONE =
            new AppliedRules(List.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    AppliedRules {
        key = List.copyOf(key);
        columns = Set.copyOf(columns);
    }

    /** Returns those of a table that {@code mapping} chooses. */
    static AppliedRules of(Optional<TableMapping> mapping) {
        return mapping.map(AppliedRules::of).orElse(NONE);
    }

    private static AppliedRules of(TableMapping mapping) {
        DmlHandling dml = mapping.dml();
        return new AppliedRules(
                mapping.primaryKey()
                        .map(TransformationRule.DefinePrimaryKey::columns)
                        .orElse(List.of()),
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
