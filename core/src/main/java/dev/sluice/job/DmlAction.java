package dev.sluice.job;

import java.util.Objects;

/** What is done with the changes of one kind. */
public sealed interface DmlAction {
    /** They are applied. */
    record Normal() implements DmlAction {}

    /** They are left out. */
    record Ignore() implements DmlAction {}

    /**
     * Those that meet a condition are applied, the others left out. Only for updates and deletes.
     *
     * @param condition an SQL condition on the row's columns
     */
    record Filter(String condition) implements DmlAction {
        /** Checks that the condition is not null. */
        public Filter {
            Objects.requireNonNull(condition);
        }
    }

    /**
     * The row stays, marked as deleted. Only for deletes.
     *
     * @param column the name of the column at the destination that says so
     */
    record LogicalDelete(String column) implements DmlAction {
        /** Checks that the name is not null. */
        public LogicalDelete {
            Objects.requireNonNull(column);
        }
    }
}
