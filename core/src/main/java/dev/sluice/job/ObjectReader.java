package dev.sluice.job;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the keys of one object, each for itself. */
final class ObjectReader {
    private final Definition<?> definition;
    private final Node.ObjectNode node;
    private final Reading reading;
    private final Map<Key<?>, Object> read = new HashMap<>();

    ObjectReader(Definition<?> definition, Node.ObjectNode node, Reading reading) {
        this.definition = definition;
        this.node = node;
        this.reading = reading;
    }

    Values values() {
        Map<String, Key<?>> known = new LinkedHashMap<>();
        definition.keys().forEach(key -> known.put(key.name(), key));
        node.members().forEach((name, member) -> {
            if (!known.containsKey(name)) {
                strange(name, member, List.copyOf(known.keySet()));
            }
        });
        definition.keys().forEach(this::readKey);
        return new Values(node, definition.keys(), read, reading);
    }

    /** Returns the value that the object has for a key; null and, but for texts, an empty text count as absent. */
    static Optional<Node> present(Node.ObjectNode node, Key<?> key) {
        Node.Member member = node.members().get(key.name());
        if (member == null) {
            return Optional.empty();
        }
        if (member.value() instanceof Node.ScalarNode scalar) {
            boolean empty = scalar.kind() == Node.Kind.NULL || (scalar.text().isBlank() && !emptyHasMeaning(key));
            return empty ? Optional.empty() : Optional.of(scalar);
        }
        return Optional.of(member.value());
    }

    private static boolean emptyHasMeaning(Key<?> key) {
        return key.type().emptyHasMeaning() && !key.isEmptyAbsent() && !key.isRequired();
    }

    private <T> void readKey(Key<T> key) {
        Optional<Node> value = present(node, key);
        if (value.isPresent()) {
            key.type().read(value.get(), key, reading).ifPresent(good -> read.put(key, good));
        } else if (key.isRequired()) {
            missing(key);
        }
    }

    private void missing(Key<?> key) {
        Node.Member member = node.members().get(key.name());
        String allowed = "; allowed is " + key.type().allowed();
        if (member == null) {
            reading.fault(node.path(), node.start(), "the required key \"" + key.name() + "\" is missing" + allowed);
        } else {
            reading.fault(member.value().path(), member.value().start(), "a value is required" + allowed);
        }
    }

    private void strange(String name, Node.Member member, List<String> known) {
        JsonPath path = node.path().key(name);
        String ignored = definition.ignored().get(name);
        String refused = definition.refused().get(name);
        if (ignored != null) {
            reading.note(path, member.keyStart(), "\"" + name + "\" has no effect here: " + ignored);
        } else if (refused != null) {
            reading.fault(path, member.keyStart(), "\"" + name + "\" is refused: " + refused);
        } else if (!reading.unresolved(member)) {
            reading.fault(
                    path,
                    member.keyStart(),
                    "unknown key \"" + Shown.text(name) + "\"; " + Nearest.suggestion(name, known));
        }
    }
}
