package dev.sluice.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list of texts; a single text is a list of one. */
record TextListType() implements ValueType<List<String>> {
    @Override
    public Optional<List<String>> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ListNode list)) {
            return reading.text(node, key, allowed()).map(List::of);
        }
        List<String> texts = new ArrayList<>();
        list.elements().forEach(element -> reading.text(element, key, "a text").ifPresent(texts::add));
        return texts.size() == list.elements().size() ? Optional.of(List.copyOf(texts)) : Optional.empty();
    }

    @Override
    public String allowed() {
        return "a list of texts, or one text";
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object(
                "anyOf", List.of(JsonTree.object("type", "array", "items", TextType.SCHEMA), TextType.SCHEMA));
    }

    @Override
    public Object plain(List<String> value) {
        return value;
    }
}
