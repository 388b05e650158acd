package dev.sluice.job;

import java.util.List;
import java.util.regex.PatternSyntaxException;

/** One entry of {@code TableMappings}: which tables, and the rules for them. */
final class MappingKeys {
    private static final Key<ObjectKind> KIND = Key.oneOf("ObjectType", ObjectKind.class, "Whose name is looked at.")
            .required();
    private static final Key<SelectionRule.Action> ACTION = Key.oneOf(
                    "Action",
                    SelectionRule.Action.class,
                    "What a match means. A table is chosen when its own name, its schema's and its database's each match an"
                            + " `Include` of their `ObjectType`, where there is one, and none matches an `Exclude`.")
            .defaultTo(SelectionRule.Action.INCLUDE);
    private static final Key<SelectionRule.Match> MATCH = Key.oneOf(
                    "ExpressionType", SelectionRule.Match.class, "How names are compared; upper and lower case count.")
            .defaultTo(SelectionRule.Match.EXACT);
    private static final Key<String> EXPRESSION = Key.string(
                    "Expression", "The name, or a regular expression of Java that matches the whole name.")
            .required();

    static final Key<List<SelectionRule>> SELECTION = Key.objects(
                    "SourceObjectSelectionRules",
                    Definition.of("Selection rule", MappingKeys::rule, KIND, ACTION, MATCH, EXPRESSION)
                            .checking(MappingKeys::checkExpression),
                    "The rules that choose tables; together they make one set.")
            .required();

    static final Key<String> RULE_NAME =
            Key.string("RuleName", "The name of the rule.").required();
    static final Key<RuleAction> RULE_ACTION = Key.oneOf("RuleActionType", RuleAction.class, "The action of that rule.")
            .required();
    static final Key<ObjectKind> RULE_TARGET = Key.oneOf("RuleTargetType", ObjectKind.class, "The target of that rule.")
            .required();
    static final Key<List<Values>> REFERENCES = Key.of(
            "TransformationRules",
            new ListType<>(new DraftType(
                    Definition.of("Reference to a rule", values -> values, RULE_NAME, RULE_ACTION, RULE_TARGET))),
            "Which of the job's rules are for these tables: at most one for each action and target.");

    static final Definition<Values> DEFINITION = Definition.of("Mapping", values -> values, SELECTION, REFERENCES)
            .refusing("a rule is named in \"TransformationRules\", with action and target", "TransformationRuleNames")
            .checking(values -> {
                if (values.count(SELECTION) == 0) {
                    values.fault(SELECTION, "the list is empty and chooses nothing; allowed is at least one rule");
                }
            });

    private MappingKeys() {}

    private static SelectionRule rule(Values values) {
        return new SelectionRule(
                values.get(KIND), values.get(ACTION), values.get(MATCH), unquoted(values.get(EXPRESSION)));
    }

    /** A name in quotes means the same as one without. */
    private static String unquoted(String name) {
        boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static void checkExpression(Values values) {
        String expression = values.get(EXPRESSION);
        if (values.get(MATCH) == SelectionRule.Match.REGEX) {
            try {
                rule(values);
            } catch (PatternSyntaxException e) {
                values.fault(EXPRESSION, Regexes.fault(expression, e));
            }
        } else if (values.get(KIND) == ObjectKind.TABLE && expression.indexOf('.') >= 0) {
            values.note(
                    EXPRESSION,
                    "\"" + Shown.text(expression)
                            + "\" is taken as the name of a table, dot and all; a schema has a rule of its own");
        }
    }
}
