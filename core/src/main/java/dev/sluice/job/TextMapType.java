package dev.sluice.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An object of texts under names of the user's choice; the order of the file is kept. */
record TextMapType() implements ValueType<Map<String, String>> {
    @Override
    public Optional<Map<String, String>> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ObjectNode object)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.members()
                .forEach((name, member) ->
                        reading.text(member.value(), key, "a text").ifPresent(text -> texts.put(name, text)));
        return texts.size() == object.members().size()
                ? Optional.of(Collections.unmodifiableMap(texts))
                : Optional.empty();
    }

    @Override
    public String allowed() {
        return "an object of texts";
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object("type", "object", "additionalProperties", TextType.SCHEMA);
    }

    @Override
    public Object plain(Map<String, String> value) {
        return value;
    }
}
