package dev.sluice.stream;

import dev.sluice.job.Definition;
import dev.sluice.job.Key;
import dev.sluice.job.Values;

/**
 * One column of rows that are made up.
 *
 * @param kind its type
 * @param content what its fields hold
 */
record StreamColumn(ColumnKind kind, Content content) {
    private static final Key<ColumnKind> TYPE =
            Key.oneOf("type", ColumnKind.class, "The type of the fields.").defaultTo(ColumnKind.STRING);
    private static final Key<String> VALUE = Key.string("value", "What every field holds.");
    private static final Key<String> RANDOM = Key.string(
                    "random",
                    "Two bounds, such as `8,15`, both allowed: of the length for string and bytes, of the number for long,"
                            + " of the whole part for double, of the time for date. For bool how often false and true come.")
            .emptyIsAbsent();
    private static final Key<String> DATE_FORMAT = Key.string(
                    "dateFormat", "How dates are written in `value` and `random`, in the letters of Java.")
            .emptyIsAbsent()
            .defaultTo(DateText.DEFAULT_PATTERN);

    static final Definition<StreamColumn> DEFINITION = Definition.of(
                    "Stream column", StreamColumn::of, TYPE, VALUE, RANDOM, DATE_FORMAT)
            .checking(StreamColumn::check);

    private static void check(Values values) {
        if (values.has(VALUE) || values.has(RANDOM)) {
            content(values);
        } else {
            values.fault("the column has neither \"value\" nor \"random\"; allowed is one of them");
        }
    }

    private static StreamColumn of(Values values) {
        if (isConstant(values) && values.has(RANDOM)) {
            values.note(RANDOM, "it has no effect beside \"value\"");
        }
        return new StreamColumn(values.get(TYPE), content(values));
    }

    private static Content content(Values values) {
        Key<String> source = isConstant(values) ? VALUE : RANDOM;
        ColumnKind kind = values.get(TYPE);
        String text = values.get(source);
        try {
            DateText dates = new DateText(values.get(DATE_FORMAT));
            return isConstant(values) ? kind.constant(text, dates) : kind.random(text, dates);
        } catch (BadOption e) {
            values.fault(source, e.problem());
            return Content.NOTHING;
        }
    }

    /** A value counts, but a blank one only where there is nothing else. */
    private static boolean isConstant(Values values) {
        boolean blank = values.find(VALUE).map(String::isBlank).orElse(false);
        return values.has(VALUE) && !(blank && values.has(RANDOM));
    }
}
