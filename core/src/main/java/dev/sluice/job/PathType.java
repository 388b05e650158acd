package dev.sluice.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The path of a file, as written. */
record PathType() implements ValueType<Path> {
    @Override
    public Optional<Path> read(Node node, Key<?> key, Reading reading) {
        Optional<String> text = reading.text(node, key, allowed());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(text.get()));
        } catch (InvalidPathException e) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
    }

    @Override
    public String allowed() {
        return "the path of a file";
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object("type", "string");
    }

    @Override
    public Object plain(Path value) {
        return value.toString();
    }
}
