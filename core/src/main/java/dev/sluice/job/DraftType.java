package dev.sluice.job;

import java.util.Map;
import java.util.Optional;

/** An object of which the values are wanted even where some are wrong, so that a check over several objects finds all that is. */
record DraftType(Definition<Values> definition) implements ValueType<Values> {
    @Override
    public Optional<Values> read(Node node, Key<?> key, Reading reading) {
        if (node instanceof Node.ObjectNode object) {
            return Optional.of(definition.draft(object, reading));
        }
        reading.refuse(node, key, allowed());
        return Optional.empty();
    }

    @Override
    public String allowed() {
        return "an object";
    }

    @Override
    public Map<String, Object> schema() {
        return DefinitionSchema.of(definition);
    }

    @Override
    public Object plain(Values value) {
        return Map.of();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return Optional.of(definition);
    }
}
