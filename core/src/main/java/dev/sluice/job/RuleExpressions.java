package dev.sluice.job;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The object {@code RuleExpression}, which has keys of its own for every action. */
final class RuleExpressions {
    private static final Pattern CRON = Pattern.compile("\\s*([0-9A-Za-z*?,/#-]+\\s+){5,6}[0-9A-Za-z*?,/#-]+\\s*");

    private static final Key<List<String>> COLUMNS =
            Key.strings("columns", "The names of the columns, in order.").required();
    private static final Key<String> WHERE = Key.string(
                    "where", "A condition in SQL; an increment has the rows that meet it. May use variables.")
            .required();
    private static final Key<String> CRON_EXPRESS = Key.string(
                    "cronExpress", "When the job runs: seconds, minutes, hours, day of month, month, day of week.")
            .required();

    private RuleExpressions() {}

    /** Returns what the expression of a rule may hold. */
    static Definition<? extends TransformationRule> definition(RuleAction action, String name, ObjectKind target) {
        return switch (action) {
            case RENAME -> RenameKeys.definition(name, target);
            case ADD_COLUMN -> AddColumnKeys.definition(name);
            case DEFINE_PRIMARY_KEY ->
                columns("Key at the destination", list -> new TransformationRule.DefinePrimaryKey(name, list));
            case HANDLE_DML -> HandleDmlKeys.definition(name);
            case DEFINE_INCREMENTAL_CONDITION ->
                Definition.of(
                        "Rows of an increment",
                        values -> new TransformationRule.DefineIncrementalCondition(name, values.get(WHERE)),
                        WHERE);
            case DEFINE_CYCLE_SCHEDULE_SETTINGS -> schedule(name);
            case DEFINE_PARTITION_KEY ->
                columns("Columns that divide the rows", list -> new TransformationRule.DefinePartitionKey(name, list));
        };
    }

    private static <R extends TransformationRule> Definition<R> columns(String title, Function<List<String>, R> make) {
        return Definition.of(title, values -> make.apply(values.get(COLUMNS)), COLUMNS)
                .checking(RuleExpressions::checkColumns);
    }

    private static void checkColumns(Values values) {
        Set<String> seen = new HashSet<>();
        List<String> columns = values.get(COLUMNS);
        if (columns.isEmpty() || columns.stream().anyMatch(String::isBlank)) {
            values.fault(COLUMNS, "a name is missing; allowed is at least one column, and a name for each");
        }
        columns.stream()
                .filter(column -> !seen.add(column))
                .findFirst()
                .ifPresent(column -> values.fault(
                        COLUMNS, "the column \"" + Shown.text(column) + "\" is here twice; allowed is once"));
    }

    private static Definition<TransformationRule.DefineCycleScheduleSettings> schedule(String name) {
        return Definition.of(
                        "Times of runs",
                        values -> new TransformationRule.DefineCycleScheduleSettings(name, values.get(CRON_EXPRESS)),
                        CRON_EXPRESS)
                .ignoring("the cron expression says it", "cycleType")
                .checking(values -> {
                    if (!CRON.matcher(values.get(CRON_EXPRESS)).matches()) {
                        values.fault(
                                CRON_EXPRESS,
                                "\"" + Shown.text(values.get(CRON_EXPRESS))
                                        + "\" is no cron expression; allowed are six fields with blanks between them, such as 0 0 2 * * ?");
                    }
                });
    }
}
