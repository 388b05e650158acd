package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A text; a number or boolean counts as the text that it is written with. */
record TextType() implements ValueType<String> {
    static final Map<String, Object> SCHEMA = JsonTree.object("type", List.of("string", "number", "boolean"));

    @Override
    public Optional<String> read(Node node, Key<?> key, Reading reading) {
        return reading.text(node, key, allowed());
    }

    @Override
    public String allowed() {
        return "a text";
    }

    @Override
    public Map<String, Object> schema() {
        return SCHEMA;
    }

    @Override
    public Object plain(String value) {
        return value;
    }

    @Override
    public boolean emptyHasMeaning() {
        return true;
    }
}
