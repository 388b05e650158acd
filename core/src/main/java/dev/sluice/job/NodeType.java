package dev.sluice.job;

import java.util.Map;
import java.util.Optional;

/** An object that is read later, when it is known by which definition. */
record NodeType() implements ValueType<Node.ObjectNode> {
    @Override
    public Optional<Node.ObjectNode> read(Node node, Key<?> key, Reading reading) {
        if (node instanceof Node.ObjectNode object) {
            return Optional.of(object);
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
        return JsonTree.object("type", "object");
    }

    @Override
    public Object plain(Node.ObjectNode value) {
        return Map.of();
    }
}
