package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object as it is, or as a text that holds its JSON; it is read when it is known by which definition. */
record EncodedType() implements ValueType<Encoded> {
    @Override
    public Optional<Encoded> read(Node node, Key<?> key, Reading reading) {
        if (node instanceof Node.ObjectNode) {
            return Optional.of(new Encoded(node));
        }
        if (node instanceof Node.ScalarNode scalar && scalar.kind() == Node.Kind.TEXT) {
            return reading.unresolved(node) ? Optional.empty() : Optional.of(new Encoded(scalar));
        }
        reading.refuse(node, key, allowed());
        return Optional.empty();
    }

    @Override
    public String allowed() {
        return "an object, or its JSON as a text";
    }

    @Override
    public Map<String, Object> schema() {
        return schema(JsonTree.object("type", "object"));
    }

    static Map<String, Object> schema(Map<String, Object> object) {
        return JsonTree.object("anyOf", List.of(object, JsonTree.object("type", "string")));
    }

    @Override
    public Object plain(Encoded value) {
        return Map.of();
    }
}
