package dev.sluice.job;

import java.util.Map;
import java.util.Optional;

/** An object with a definition of its own. */
record ObjectType<T>(Definition<T> definition) implements ValueType<T> {
    @Override
    public Optional<T> read(Node node, Key<?> key, Reading reading) {
        if (node instanceof Node.ObjectNode object) {
            return definition.read(object, reading);
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

    /** A default of an object is said by the defaults of its keys. */
    @Override
    public Object plain(T value) {
        return Map.of();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return Optional.of(definition);
    }
}
