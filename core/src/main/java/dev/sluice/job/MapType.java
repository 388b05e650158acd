package dev.sluice.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An object of values of one type under names of the user's choice; the order of the file is kept. */
record MapType<T>(ValueType<T> element) implements ValueType<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ObjectNode object)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        Map<String, T> read = new LinkedHashMap<>();
        object.members()
                .forEach((name, member) ->
                        element.read(member.value(), key, reading).ifPresent(value -> read.put(name, value)));
        return read.size() == object.members().size()
                ? Optional.of(Collections.unmodifiableMap(read))
                : Optional.empty();
    }

    @Override
    public String allowed() {
        return "an object of " + element.allowed().replaceFirst("^an? ", "") + "s";
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object("type", "object", "additionalProperties", element.schema());
    }

    @Override
    public Object plain(Map<String, T> value) {
        Map<String, Object> plain = new LinkedHashMap<>();
        value.forEach((name, each) -> plain.put(name, element.plain(each)));
        return plain;
    }
}
