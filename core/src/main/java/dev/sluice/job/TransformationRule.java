package dev.sluice.job;

import java.util.List;
import java.util.Objects;

/** What a mapping does with its tables on their way. */
public sealed interface TransformationRule {
    /** Returns the rule's name in the file. */
    String name();

    /**
     * New names.
     *
     * @param name the rule's name
     * @param target whose names
     * @param expression how they are made
     */
    record Rename(String name, ObjectKind target, RenameExpression expression) implements TransformationRule {
        /** Checks that nothing is null. */
        public Rename {
            Objects.requireNonNull(name);
            Objects.requireNonNull(target);
            Objects.requireNonNull(expression);
        }
    }

    /**
     * More columns at the destination.
     *
     * @param name the rule's name
     * @param columns at least one, each of another name
     */
    record AddColumn(String name, List<AddedColumn> columns) implements TransformationRule {
        /** Copies the list. */
        public AddColumn {
            Objects.requireNonNull(name);
            columns = List.copyOf(columns);
        }
    }

    /**
     * Another key at the destination than the source's primary key.
     *
     * @param name the rule's name
     * @param columns at least one, in the key's order
     */
    record DefinePrimaryKey(String name, List<String> columns) implements TransformationRule {
        /** Copies the list. */
        public DefinePrimaryKey {
            Objects.requireNonNull(name);
            columns = List.copyOf(columns);
        }
    }

    /**
     * What is done with inserts, updates and deletes.
     *
     * @param name the rule's name
     * @param handling an action for each
     */
    record HandleDml(String name, DmlHandling handling) implements TransformationRule {
        /** Checks that nothing is null. */
        public HandleDml {
            Objects.requireNonNull(name);
            Objects.requireNonNull(handling);
        }
    }

    /**
     * Which rows an increment has.
     *
     * @param name the rule's name
     * @param where an SQL condition, its variables replaced
     */
    record DefineIncrementalCondition(String name, String where) implements TransformationRule {
        /** Checks that nothing is null. */
        public DefineIncrementalCondition {
            Objects.requireNonNull(name);
            Objects.requireNonNull(where);
        }
    }

    /**
     * When a job that does not follow changes runs.
     *
     * @param name the rule's name
     * @param cron a cron expression of six or seven fields, the first being seconds
     */
    record DefineCycleScheduleSettings(String name, String cron) implements TransformationRule {
        /** Checks that nothing is null. */
        public DefineCycleScheduleSettings {
            Objects.requireNonNull(name);
            Objects.requireNonNull(cron);
        }
    }

    /**
     * Columns that divide the rows at destinations that have such; without effect for those that Sluice has.
     *
     * @param name the rule's name
     * @param columns at least one
     */
    record DefinePartitionKey(String name, List<String> columns) implements TransformationRule {
        /** Copies the list. */
        public DefinePartitionKey {
            Objects.requireNonNull(name);
            columns = List.copyOf(columns);
        }
    }
}
