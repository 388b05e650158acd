package dev.sluice.job;

import java.util.List;
import java.util.regex.PatternSyntaxException;

/** The expression of a Rename rule. */
final class RenameKeys {
    private static final Key<String> EXPRESSION = Key.string(
                    "expression",
                    "The new name, in which `${srcDatasourceName}`, `${srcDatabaseName}`, `${srcSchemaName}` and"
                            + " `${srcTableName}` stand for names of the source.")
            .required();
    private static final Key<SourceVariable> VARIABLE = Key.oneOf(
                    "variableName", SourceVariable.class, "Which of these names is changed before it is put in.")
            .required();
    private static final Key<String> FROM = Key.string(
                    "from", "A regular expression of Java; every part of the name that matches is replaced.")
            .required();
    private static final Key<String> TO =
            Key.string("to", "What takes its place; `$1` is the first group.").defaultTo("");
    private static final Key<List<Values>> CHANGES = Key.objects(
                    "variableRules",
                    Definition.of("Change of a name", values -> values, FROM, TO)
                            .checking(RenameKeys::checkChange),
                    "The changes, one after the other.")
            .required();
    private static final Key<List<List<RenameExpression.Rewrite>>> VARIABLES = Key.objects(
                    "variables",
                    Definition.of("Changes of a variable", RenameKeys::rewrites, VARIABLE, CHANGES),
                    "Changes of names of the source.")
            .defaultTo(List.of());

    private RenameKeys() {}

    static Definition<TransformationRule.Rename> definition(String name, ObjectKind target) {
        return Definition.of(
                        "New name",
                        values -> new TransformationRule.Rename(name, target, expression(values)),
                        EXPRESSION,
                        VARIABLES)
                .checking(RenameKeys::checkExpression);
    }

    private static RenameExpression expression(Values values) {
        return new RenameExpression(
                values.get(EXPRESSION),
                values.get(VARIABLES).stream().flatMap(List::stream).toList());
    }

    private static List<RenameExpression.Rewrite> rewrites(Values values) {
        return values.get(CHANGES).stream()
                .map(change -> new RenameExpression.Rewrite(values.get(VARIABLE), change.get(FROM), change.get(TO)))
                .toList();
    }

    private static void checkExpression(Values values) {
        RenameExpression.unknownVariable(values.get(EXPRESSION))
                .ifPresent(name -> values.fault(
                        EXPRESSION,
                        "there is no name \"" + Shown.text(name) + "\"; "
                                + Nearest.suggestion(name, SourceVariable.names())));
    }

    private static void checkChange(Values values) {
        String from = values.get(FROM);
        String to = values.get(TO);
        try {
            RenameExpression.Rewrite.check(from, to);
        } catch (PatternSyntaxException e) {
            values.fault(FROM, Regexes.fault(from, e));
        } catch (IllegalArgumentException e) {
            values.fault(
                    TO,
                    "\"" + Shown.text(to)
                            + "\" asks for a group that \"from\" does not have; allowed are $1 and the like"
                            + " for groups, and \\$ for the sign itself");
        }
    }
}
