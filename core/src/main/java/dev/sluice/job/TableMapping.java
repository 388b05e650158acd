package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which tables a job brings over, and what it does with them on their way.
 *
 * @param selection which tables
 * @param rules what is done with them: at most one rule of each kind, of Rename one for each kind of object
 */
public record TableMapping(TableSelection selection, List<TransformationRule> rules) {
    /** Copies the list. */
    public TableMapping {
        Objects.requireNonNull(selection);
        rules = List.copyOf(rules);
    }

    /** Returns what the tables are called at the destination. */
    public Renaming renaming() {
        return new Renaming(rename(ObjectKind.DATABASE), rename(ObjectKind.SCHEMA), rename(ObjectKind.TABLE));
    }

    private Optional<TransformationRule.Rename> rename(ObjectKind target) {
        return all(TransformationRule.Rename.class)
                .filter(rule -> rule.target() == target)
                .findFirst();
    }

    /** Returns the columns that the destination has besides those of the source. */
    public List<AddedColumn> addedColumns() {
        return all(TransformationRule.AddColumn.class)
                .flatMap(rule -> rule.columns().stream())
                .toList();
    }

    /** Returns the rule that gives the destination's tables another key than the source's, if there is one. */
    public Optional<TransformationRule.DefinePrimaryKey> primaryKey() {
        return all(TransformationRule.DefinePrimaryKey.class).findFirst();
    }

    /** Returns what is done with inserts, updates and deletes. */
    public DmlHandling dml() {
        return all(TransformationRule.HandleDml.class)
                .findFirst()
                .map(TransformationRule.HandleDml::handling)
                .orElse(DmlHandling.NORMAL);
    }

    /** Returns the name of the column that marks rows as deleted, where they stay at the destination. */
    public Optional<String> deletedColumn() {
        return dml().delete() instanceof DmlAction.LogicalDelete marked
                ? Optional.of(marked.column())
                : Optional.empty();
    }

    /** Returns the names of the destination's columns that rules make, with the name of the rule. */
    public Map<String, String> columnsOfRules() {
        Map<String, String> columns = new LinkedHashMap<>();
        all(TransformationRule.AddColumn.class)
                .forEach(rule -> rule.columns().forEach(column -> columns.put(column.name(), rule.name())));
        deletedColumn()
                .ifPresent(column -> all(TransformationRule.HandleDml.class)
                        .findFirst()
                        .ifPresent(rule -> columns.put(column, rule.name())));
        return columns;
    }

    /** Returns the condition that rows of an increment meet; empty only if the job copies no increments. */
    public Optional<String> incrementalCondition() {
        return all(TransformationRule.DefineIncrementalCondition.class)
                .findFirst()
                .map(TransformationRule.DefineIncrementalCondition::where);
    }

    /** Returns the cron expression by which a job that does not follow changes runs. */
    public Optional<String> schedule() {
        return all(TransformationRule.DefineCycleScheduleSettings.class)
                .findFirst()
                .map(TransformationRule.DefineCycleScheduleSettings::cron);
    }

    private <R extends TransformationRule> Stream<R> all(Class<R> kind) {
        return rules.stream().filter(kind::isInstance).map(kind::cast);
    }
}
