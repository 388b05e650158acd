package dev.sluice.job;

import java.util.Map;
import java.util.Optional;

/** An object with a definition of its own, as it is or as a text that holds its JSON. */
record EncodedObjectType<T>(Definition<T> definition) implements ValueType<T> {
    @Override
    public Optional<T> read(Node node, Key<?> key, Reading reading) {
        return new EncodedType().read(node, key, reading).flatMap(encoded -> encoded.read(definition, reading));
    }

    @Override
    public String allowed() {
        return new EncodedType().allowed();
    }

    @Override
    public Map<String, Object> schema() {
        return EncodedType.schema(DefinitionSchema.of(definition));
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
