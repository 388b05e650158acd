package dev.sluice.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a definition into the JSON Schema (2020-12) of its object, as a tree of maps, lists and scalars. */
final class DefinitionSchema {
    private DefinitionSchema() {}

    static Map<String, Object> of(Definition<?> definition) {
        Map<String, Object> properties = new LinkedHashMap<>();
        definition.keys().forEach(key -> properties.put(key.name(), property(key)));
        definition
                .ignored()
                .forEach((name, why) -> properties.put(
                        name, JsonTree.object("description", "No effect here: " + why, "deprecated", true)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", definition.title());
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required = definition.keys().stream()
                .filter(Key::isRequired)
                .map(Key::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    static <T> Map<String, Object> property(Key<T> key) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", key.doc());
        key.defaultValue().ifPresent(value -> schema.put("default", key.type().plain(value)));
        schema.putAll(key.isRequired() ? key.type().schema() : orNull(key.type().schema()));
        return schema;
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        Map<String, Object> nullable = new LinkedHashMap<>(schema);
        if (schema.get("anyOf") instanceof List<?> choices) {
            nullable.put("anyOf", with(choices, JsonTree.object("type", "null")));
        } else {
            Object type = schema.getOrDefault("type", List.of());
            nullable.put("type", with(type instanceof List<?> types ? types : List.of(type), "null"));
        }
        return nullable;
    }

    private static List<Object> with(List<?> list, Object more) {
        List<Object> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
