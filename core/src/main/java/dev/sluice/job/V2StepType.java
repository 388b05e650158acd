package dev.sluice.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the steps of a 2.0 file: {@code {stepType, parameter, name, category}}. */
final class V2StepType implements ValueType<DraftStep> {
    static final Key<Category> CATEGORY = Key.oneOf("category", Category.class, "Which end of the job the step is.")
            .required()
            .answering("processor", "transformations between reader and writer are not supported");
    static final Key<String> NAME = Key.string("name", "A name for `order.hops`. Default `Reader` or `Writer`.")
            .emptyIsAbsent();

    private final StepRegistry registry;
    private final Key<String> stepType;
    private final Definition<Values> definition;

    V2StepType(StepRegistry registry) {
        this.registry = registry;
        List<String> names = registry.names(List.of(Category.values()));
        this.stepType =
                Key.of("stepType", new NameType(names), "The connector.").required();
        this.definition = Definition.of(
                "One end of a job", values -> values, stepType, ClassicStepType.PARAMETER, NAME, CATEGORY);
    }

    /** Reads a step; the draft is there whatever is wrong inside, so that the steps can be counted. */
    @Override
    public Optional<DraftStep> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ObjectNode object)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        Values values = new ObjectReader(definition, object, reading).values();
        Optional<Category> category = values.find(CATEGORY);
        String name = values.find(NAME).orElse(category.equals(Optional.of(Category.WRITER)) ? "Writer" : "Reader");
        Optional<Step> step = category.flatMap(end -> registry.find(end, stepType, values))
                .flatMap(found -> registry.step(found, name, object, values, reading));
        return Optional.of(new DraftStep(category, name, step, values));
    }

    @Override
    public String allowed() {
        return "an object with \"stepType\", \"parameter\", \"name\" and \"category\"";
    }

    @Override
    public Map<String, Object> schema() {
        List<Object> conditions = new ArrayList<>();
        for (Category category : Category.values()) {
            Map<String, Object> isThisEnd = JsonTree.object("category", JsonTree.object("const", category.toString()));
            conditions.addAll(registry.conditions(category, stepType, isThisEnd));
        }
        Map<String, Object> schema = new LinkedHashMap<>(DefinitionSchema.of(definition));
        schema.put("allOf", conditions);
        return schema;
    }

    @Override
    public Object plain(DraftStep value) {
        return Map.of();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return Optional.of(definition);
    }
}
