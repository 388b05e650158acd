package dev.sluice.job;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** A time zone. */
record ZoneType() implements ValueType<ZoneId> {
    @Override
    public Optional<ZoneId> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(text.get().strip()));
        } catch (DateTimeException e) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
    }

    @Override
    public String allowed() {
        return "a time zone such as Europe/Berlin or GMT+8";
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object("type", "string");
    }

    @Override
    public Object plain(ZoneId value) {
        return value.getId();
    }
}
