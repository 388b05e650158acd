package dev.sluice.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** True or false, also as a text. */
record BooleanType() implements ValueType<Boolean> {
    @Override
    public Optional<Boolean> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get().strip().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                reading.refuse(node, key, allowed());
                yield Optional.empty();
            }
        };
    }

    @Override
    public String allowed() {
        return "true or false";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> text =
                JsonTree.object("type", "string", "pattern", "^\\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])?\\s*$|\\$");
        return JsonTree.object("anyOf", List.of(JsonTree.object("type", "boolean"), text));
    }

    @Override
    public Object plain(Boolean value) {
        return value;
    }
}
