package dev.sluice.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list of objects with one definition. */
record ObjectListType<T>(Definition<T> definition) implements ValueType<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Key<List<T>> key, Reading reading) {
        if (!(node instanceof Node.ListNode list)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        List<T> objects = new ArrayList<>();
        for (Node element : list.elements()) {
            if (element instanceof Node.ObjectNode object) {
                definition.read(object, reading).ifPresent(objects::add);
            } else {
                reading.refuse(element, key, "an object");
            }
        }
        return objects.size() == list.elements().size() ? Optional.of(List.copyOf(objects)) : Optional.empty();
    }

    @Override
    public String allowed() {
        return "a list of objects";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "array", "items", DefinitionSchema.of(definition));
    }

    @Override
    public Object plain(List<T> value) {
        return List.of();
    }
}
