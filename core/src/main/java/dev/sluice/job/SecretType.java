package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A secret: as it is, or sealed. */
record SecretType() implements ValueType<SecretText> {
    @Override
    public Optional<SecretText> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        Optional<String> fault = text.filter(SealedText::isMeant).flatMap(SealedText::fault);
        if (fault.isPresent()) {
            reading.fault(node.path(), node.start(), fault.get());
            return Optional.empty();
        }
        return text.map(found -> new SecretText(found, kept(found, node, reading)));
    }

    private static Secret.Kept kept(String text, Node node, Reading reading) {
        if (reading.source().hiddenWithin(node.start(), node.end())) {
            return Secret.Kept.ENVIRONMENT;
        }
        return SealedText.isMeant(text) ? Secret.Kept.SEALED : Secret.Kept.PLAIN;
    }

    @Override
    public String allowed() {
        return "a text";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(TextType.SCHEMA);
        schema.put("pattern", SealedText.SCHEMA_PATTERN);
        return schema;
    }

    @Override
    public Object plain(SecretText value) {
        throw new IllegalStateException("a secret has no default");
    }
}
