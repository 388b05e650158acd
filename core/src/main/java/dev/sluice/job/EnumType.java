package dev.sluice.job;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of an enum's constants, spelled as their {@code toString()} says; upper and lower case do not count. */
record EnumType<E extends Enum<E>>(Class<E> type) implements ValueType<E> {
    @Override
    public Optional<E> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        Optional<E> constant = text.flatMap(this::constant);
        if (text.isPresent() && constant.isEmpty()) {
            reading.refuse(node, key, allowed());
        }
        return constant;
    }

    private Optional<E> constant(String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equalsIgnoreCase(text.strip()))
                .findFirst();
    }

    private List<String> spellings() {
        return Arrays.stream(type.getEnumConstants()).map(E::toString).toList();
    }

    @Override
    public String allowed() {
        return spellings().size() == 1 ? spellings().get(0) : "one of " + String.join(", ", spellings());
    }

    /** The published schema knows the documented spelling only, so that editors propose that. */
    @Override
    public Map<String, Object> schema() {
        return JsonTree.object(
                "anyOf",
                List.of(
                        JsonTree.object("enum", spellings()),
                        JsonTree.object("type", "string", "pattern", "^\\s*$|\\$")));
    }

    @Override
    public Object plain(E value) {
        return value.toString();
    }
}
