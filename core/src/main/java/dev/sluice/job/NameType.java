package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A name out of a list that the schema proposes; whoever reads it looks it up and says what is wrong. */
record NameType(List<String> names) implements ValueType<String> {
    NameType {
        names = List.copyOf(names);
    }

    @Override
    public Optional<String> read(Node node, Key<?> key, Reading reading) {
        return reading.text(node, key, allowed());
    }

    @Override
    public String allowed() {
        return "one of " + String.join(", ", names);
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object(
                "anyOf", List.of(JsonTree.object("enum", names), JsonTree.object("type", "string", "pattern", "\\$")));
    }

    @Override
    public Object plain(String value) {
        return value;
    }
}
