package dev.sluice.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An object of a JSON text that a program wrote. What is not as expected is an IllegalArgumentException. */
final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> values = new HashMap<>();

    private JsonObject() {}

    static JsonObject parse(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            return read(parser);
        }
    }

    /** Reads an object whose beginning is read; a null is left out. */
    private static JsonObject read(JsonParser parser) throws IOException {
        JsonObject object = new JsonObject();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                object.values.put(name, value(parser));
            }
        }
        return object;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> read(parser);
            case START_ARRAY -> list(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(value(parser));
        }
        return all;
    }

    Optional<String> text(String key) {
        return find(key, String.class);
    }

    String requireText(String key) {
        return text(key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
    }

    OptionalLong number(String key) {
        Optional<Long> number = find(key, Long.class);
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }

    double decimal(String key) {
        return find(key, Number.class).map(Number::doubleValue).orElse(0.0);
    }

    Instant instant(String key) {
        return instantOf(requireText(key));
    }

    static Instant instantOf(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text + " is no time", e);
        }
    }

    Optional<JsonObject> object(String key) {
        return find(key, JsonObject.class);
    }

    List<JsonObject> objects(String key) {
        List<JsonObject> all = new ArrayList<>();
        for (Object one : find(key, List.class).orElse(List.of())) {
            if (!(one instanceof JsonObject object)) {
                throw new IllegalArgumentException(key + " holds no objects");
            }
            all.add(object);
        }
        return all;
    }

    private <T> Optional<T> find(String key, Class<T> type) {
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException(key + " is of another kind");
        }
        return Optional.ofNullable(value).map(type::cast);
    }
}
