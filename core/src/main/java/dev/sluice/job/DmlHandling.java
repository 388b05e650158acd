package dev.sluice.job;

import java.util.Objects;

/**
 * What is done with the changes of a table's rows.
 *
 * @param insert with inserted rows: applied or left out
 * @param update with updates: anything but a logical delete
 * @param delete with deletes
 */
public record DmlHandling(DmlAction insert, DmlAction update, DmlAction delete) {
    /** Every change is applied. */
    public static final DmlHandling NORMAL =
            new DmlHandling(new DmlAction.Normal(), new DmlAction.Normal(), new DmlAction.Normal());

    /** Checks that each action has a meaning for its kind. */
    public DmlHandling {
        Objects.requireNonNull(delete);
        if (insert instanceof DmlAction.Filter
                || insert instanceof DmlAction.LogicalDelete
                || update instanceof DmlAction.LogicalDelete) {
            throw new IllegalArgumentException("an action that its kind of change does not know");
        }
    }
}
