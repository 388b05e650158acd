package dev.sluice.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The expression of a HandleDml rule. */
final class HandleDmlKeys {
    private static final Key<Change> CHANGE = Key.oneOf("dmlType", Change.class, "The changes that the policy is for.")
            .required();
    private static final Key<Action> ACTION = Key.oneOf(
                    "dmlAction",
                    Action.class,
                    "`Normal`: they are applied; `Ignore`: left out; `Filter`: applied where `filterCondition` is true, for"
                            + " updates and deletes, not with the destination `stream`; `LogicalDelete`: the row stays, marked as deleted, for deletes.")
            .defaultTo(Action.NORMAL);
    private static final Key<String> CONDITION = Key.string(
                    "filterCondition", "A condition in SQL on the row's columns; needed for `Filter`.")
            .emptyIsAbsent();
    private static final Key<String> MARK = Key.string(
                    "deletedColumn",
                    "For `LogicalDelete`: the boolean column of the destination that is true in rows that were deleted."
                            + " An addition of Sluice.")
            .defaultTo("_deleted");
    private static final Key<List<Policy>> POLICIES = Key.objects(
                    "dmlPolicies",
                    Definition.of("Policy for changes", HandleDmlKeys::policy, CHANGE, ACTION, CONDITION, MARK)
                            .checking(HandleDmlKeys::checkAction)
                            .checking(HandleDmlKeys::checkCondition)
                            .checking(HandleDmlKeys::checkMark),
                    "The policies; what has none is applied.")
            .required();

    private HandleDmlKeys() {}

    static Definition<TransformationRule.HandleDml> definition(String name) {
        return Definition.of(
                        "Handling of changes",
                        values -> new TransformationRule.HandleDml(name, handling(values)),
                        POLICIES)
                .checking(HandleDmlKeys::checkTwice);
    }

    private static Policy policy(Values values) {
        DmlAction action = switch (values.get(ACTION)) {
            case NORMAL -> new DmlAction.Normal();
            case IGNORE -> new DmlAction.Ignore();
            case FILTER -> new DmlAction.Filter(values.find(CONDITION).orElseThrow());
            case LOGICAL_DELETE -> new DmlAction.LogicalDelete(values.get(MARK));
        };
        return new Policy(values.get(CHANGE), action);
    }

    private static DmlHandling handling(Values values) {
        return new DmlHandling(
                action(values, Change.INSERT), action(values, Change.UPDATE), action(values, Change.DELETE));
    }

    private static DmlAction action(Values values, Change change) {
        return values.get(POLICIES).stream()
                .filter(policy -> policy.change() == change)
                .findFirst()
                .map(Policy::action)
                .orElseGet(DmlAction.Normal::new);
    }

    private static void checkAction(Values values) {
        Action action = values.get(ACTION);
        Change change = values.get(CHANGE);
        if (!action.isFor(change)) {
            values.fault(ACTION, action + " is not for " + change + "; allowed there is one of " + allowed(change));
        }
    }

    private static String allowed(Change change) {
        return String.join(
                ", ",
                EnumSet.allOf(Action.class).stream()
                        .filter(action -> action.isFor(change))
                        .map(Action::toString)
                        .toList());
    }

    private static void checkCondition(Values values) {
        boolean filters = values.get(ACTION) == Action.FILTER;
        if (filters && !values.has(CONDITION)) {
            values.fault("Filter needs a condition; allowed is \"filterCondition\" beside it");
        } else if (!filters && values.has(CONDITION)) {
            values.note(CONDITION, "filterCondition has no effect unless dmlAction is Filter");
        }
    }

    private static void checkMark(Values values) {
        if (values.get(MARK).isBlank()) {
            values.fault(MARK, "the column has no name; allowed is a name, or nothing for _deleted");
        } else if (values.get(ACTION) != Action.LOGICAL_DELETE && values.has(MARK)) {
            values.note(MARK, "deletedColumn has no effect unless dmlAction is LogicalDelete");
        }
    }

    private static void checkTwice(Values values) {
        Set<Change> seen = EnumSet.noneOf(Change.class);
        values.get(POLICIES).stream()
                .map(Policy::change)
                .filter(change -> !seen.add(change))
                .findFirst()
                .ifPresent(
                        change -> values.fault(POLICIES, "there are two policies for " + change + "; allowed is one"));
    }

    private record Policy(Change change, DmlAction action) {}

    private enum Change {
        INSERT("Insert"),
        UPDATE("Update"),
        DELETE("Delete");

        private final String spelling;

        Change(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }

    private enum Action {
        NORMAL("Normal"),
        IGNORE("Ignore"),
        FILTER("Filter"),
        LOGICAL_DELETE("LogicalDelete");

        private final String spelling;

        Action(String spelling) {
            this.spelling = spelling;
        }

        private boolean isFor(Change change) {
            return switch (this) {
                case NORMAL, IGNORE -> true;
                case FILTER -> change != Change.INSERT;
                case LOGICAL_DELETE -> change == Change.DELETE;
            };
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
