package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a job gives values to itself: an object of texts, or one text of assignments as DataWorks has it. {@link OwnParameters}
 * has taken the values already; here only the shape is judged.
 */
record ParametersType() implements ValueType<Map<String, String>> {
    @Override
    public Optional<Map<String, String>> read(Node node, Key<?> key, Reading reading) {
        if (node instanceof Node.ObjectNode) {
            return new MapType<>(new TextType()).read(node, key, reading);
        }
        return reading.text(node, key, allowed()).map(text -> Map.of());
    }

    @Override
    public String allowed() {
        return "an object of texts, or one text such as \"day=$bizdate hour=$[hh24]\"";
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object(
                "anyOf", List.of(new MapType<>(new TextType()).schema(), JsonTree.object("type", "string")));
    }

    @Override
    public Object plain(Map<String, String> value) {
        return value;
    }
}
