package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reader or writer of a classic file: {@code {name, parameter}}. */
final class ClassicStepType implements ValueType<Step> {
    static final Key<Node.ObjectNode> PARAMETER =
            Key.of("parameter", new NodeType(), "The options of the connector, each with keys of its own.");

    private final Category category;
    private final StepRegistry registry;
    private final Key<String> name;
    private final Definition<Values> definition;

    ClassicStepType(Category category, StepRegistry registry) {
        this.category = category;
        this.registry = registry;
        this.name = Key.of("name", new NameType(registry.names(List.of(category))), "The connector.")
                .required();
        this.definition = Definition.of("The " + category + " of a classic job", values -> values, name, PARAMETER);
    }

    @Override
    public Optional<Step> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ObjectNode object)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        Values values = new ObjectReader(definition, object, reading).values();
        return registry.find(category, name, values)
                .flatMap(found -> registry.step(found, category.toString(), object, values, reading));
    }

    @Override
    public String allowed() {
        return "an object with \"name\" and \"parameter\"";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(DefinitionSchema.of(definition));
        schema.put("allOf", registry.conditions(category, name, Map.of()));
        return schema;
    }

    @Override
    public Object plain(Step value) {
        return Map.of();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return Optional.of(definition);
    }
}
