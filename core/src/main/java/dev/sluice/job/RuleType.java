package dev.sluice.job;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One of the rules of a real-time job: {@code {RuleName, RuleActionType, RuleTargetType, RuleExpression}}. */
record RuleType() implements ValueType<DraftRule> {
    private static final int LONGEST_NAME = 50;

    static final Key<String> NAME = Key.string(
                    "RuleName", "A name for mappings to use, up to " + LONGEST_NAME + " characters.")
            .required();
    static final Key<RuleAction> ACTION = Key.oneOf("RuleActionType", RuleAction.class, "What the rule does.")
            .required()
            .answering("DefineRuntimeSettings", "such settings stand in \"JobSettings.RuntimeSettings\"");
    static final Key<ObjectKind> TARGET = Key.oneOf(
                    "RuleTargetType", ObjectKind.class, "What it does that to; all but `Rename` only to a `Table`.")
            .required();
    private static final Key<Encoded> EXPRESSION = Key.of(
                    "RuleExpression", new EncodedType(), "How it does that; the keys are those of the action.")
            .required();

    private static final Definition<Values> DEFINITION = Definition.of(
                    "Rule", values -> values, NAME, ACTION, TARGET, EXPRESSION)
            .checking(RuleType::checkName)
            .checking(RuleType::checkTarget);

    private static void checkName(Values values) {
        if (values.get(NAME).length() > LONGEST_NAME) {
            values.fault(NAME, "the name is too long; allowed are " + LONGEST_NAME + " characters");
        }
    }

    private static void checkTarget(Values values) {
        RuleAction action = values.get(ACTION);
        if (!action.takes(values.get(TARGET))) {
            values.fault(TARGET, action + " is for tables; allowed is " + ObjectKind.TABLE);
        } else if (action == RuleAction.RENAME && values.get(TARGET) == ObjectKind.DATABASE) {
            values.note(
                    TARGET,
                    "rows go to the database of the destination's data source; the new name is only for columns with "
                            + ColumnVariable.DB_NAME_SRC_TRANSED);
        } else if (action == RuleAction.DEFINE_PARTITION_KEY) {
            values.note(ACTION, action + " has no effect here: a table has the partitions that it was created with");
        }
    }

    /** Reads a rule; the draft is there whatever is wrong inside, so that references to it can be checked. */
    @Override
    public Optional<DraftRule> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ObjectNode object)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        int before = reading.spoiled();
        Values values = DEFINITION.draft(object, reading);
        Optional<TransformationRule> rule = values.find(ACTION)
                .flatMap(action -> values.find(EXPRESSION)
                        .flatMap(expression -> expression.read(
                                RuleExpressions.definition(
                                        action,
                                        values.find(NAME).orElse(""),
                                        values.find(TARGET).orElse(ObjectKind.TABLE)),
                                reading)));
        return Optional.of(new DraftRule(values, reading.spoiled() == before ? rule : Optional.empty()));
    }

    @Override
    public String allowed() {
        return "an object with \"RuleName\", \"RuleActionType\", \"RuleTargetType\" and \"RuleExpression\"";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(DefinitionSchema.of(DEFINITION));
        schema.put(
                "allOf",
                Arrays.stream(RuleAction.values()).map(RuleType::condition).toList());
        return schema;
    }

    private static Map<String, Object> condition(RuleAction action) {
        Map<String, Object> isThis = JsonTree.object(ACTION.name(), JsonTree.object("const", action.toString()));
        Map<String, Object> expression =
                EncodedType.schema(DefinitionSchema.of(RuleExpressions.definition(action, "", ObjectKind.TABLE)));
        return JsonTree.object(
                "if",
                JsonTree.object("properties", isThis),
                "then",
                JsonTree.object("properties", JsonTree.object(EXPRESSION.name(), expression)));
    }

    @Override
    public Object plain(DraftRule value) {
        return Map.of();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return Optional.of(DEFINITION);
    }
}
