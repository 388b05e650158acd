package dev.sluice.postgresql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file of dirty rows.
 *
 * @param sqlState why the row was refused
 * @param message the server's words
 * @param column the column that the server names
 * @param values the row by column, in PostgreSQL's text form, null for NULL
 */
record DirtyRow(String sqlState, String message, Optional<String> column, Map<String, @Nullable String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static DirtyRow parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            json.get("row").properties().forEach(field -> values.put(field.getKey(), text(field.getValue())));
            return new DirtyRow(
                    json.get("sqlState").textValue(),
                    json.get("message").textValue(),
                    Optional.ofNullable(json.get("column")).map(JsonNode::textValue),
                    values);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.textValue();
    }
}
