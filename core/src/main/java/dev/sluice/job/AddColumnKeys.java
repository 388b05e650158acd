package dev.sluice.job;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The expression of an AddColumn rule. */
final class AddColumnKeys {
    private static final Key<String> NAME = Key.string("columnName", "The name of the column at the destination.")
            .required();
    private static final Key<ValueKind> KIND = Key.oneOf(
                    "columnValueType", ValueKind.class, "Whether `columnValue` is the value itself, or names it.")
            .required();
    private static final Key<String> VALUE = Key.string(
            "columnValue",
            "The value, as text; or one of " + String.join(", ", variables())
                    + ". Those with SCHEMA are additions of Sluice.");
    private static final Key<List<AddedColumn>> COLUMNS = Key.objects(
                    "columns",
                    Definition.of("Added column", AddColumnKeys::column, NAME, KIND, VALUE)
                            .checking(AddColumnKeys::checkValue),
                    "The columns.")
            .required();

    private AddColumnKeys() {}

    static Definition<TransformationRule.AddColumn> definition(String name) {
        return Definition.of(
                        "Added columns", values -> new TransformationRule.AddColumn(name, values.get(COLUMNS)), COLUMNS)
                .checking(AddColumnKeys::checkColumns);
    }

    private static List<String> variables() {
        return Arrays.stream(ColumnVariable.values()).map(ColumnVariable::name).toList();
    }

    private static Optional<ColumnVariable> variable(String name) {
        return Arrays.stream(ColumnVariable.values())
                .filter(variable -> variable.name().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    private static AddedColumn column(Values values) {
        String value = values.find(VALUE).orElseThrow();
        return new AddedColumn(
                values.get(NAME),
                values.get(KIND) == ValueKind.CONSTANT
                        ? new AddedColumn.Constant(value)
                        : new AddedColumn.Variable(variable(value).orElseThrow()));
    }

    private static void checkValue(Values values) {
        Optional<String> value = values.find(VALUE);
        if (!values.has(VALUE)) {
            values.fault("the required key \"columnValue\" is missing; allowed is a text");
        } else if (value.isPresent()
                && values.get(KIND) == ValueKind.VARIABLE
                && variable(value.get()).isEmpty()) {
            values.fault(
                    VALUE,
                    "there is no variable \"" + Shown.text(value.get()) + "\"; "
                            + Nearest.suggestion(value.get(), variables()));
        }
    }

    private static void checkColumns(Values values) {
        Set<String> seen = new HashSet<>();
        List<AddedColumn> columns = values.get(COLUMNS);
        if (columns.isEmpty()) {
            values.fault(COLUMNS, "the list is empty; allowed is at least one column");
        }
        columns.stream()
                .map(AddedColumn::name)
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(name -> values.fault(
                        COLUMNS, "the column \"" + Shown.text(name) + "\" is here twice; allowed is once"));
    }

    private enum ValueKind {
        CONSTANT("Constant"),
        VARIABLE("Variable");

        private final String spelling;

        ValueKind(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
