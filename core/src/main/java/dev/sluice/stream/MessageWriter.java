package dev.sluice.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.job.TableName;
import dev.sluice.row.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes messages, one a line: {@code schema} says what the columns are called and which types their values have
 * ({@link MessageType}), which of them are the key, and where the table is; {@code payload} says what happened ({@code op})
 * and holds the row before and after it. Used by one thread.
 */
final class MessageWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String HEX_PREFIX = "\\x";

    private final String database;
    private final ZoneId zone;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    /** A row, or what is known of it. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * What happened to a table.
     *
     * @param table the table
     * @param columns its columns
     * @param key the names of those that tell its rows apart, as far as they are known
     * @param op what happened
     */
    record Event(TableName table, List<Column> columns, List<String> key, String op) {}

    /** {@code zone} is that of times without one. */
    MessageWriter(String database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    /** Returns what was written since it was last emptied. */
    ByteArrayOutputStream lines() {
        return lines;
    }

    /** Writes one message; {@code more} are further fields of the payload. */
    void write(Event event, Optional<Fields> before, Optional<Fields> after, Fields more) {
        line(json -> {
            writeSchema(json, event);
            json.writeObjectFieldStart("payload");
            writeRow(json, "before", before);
            writeRow(json, "after", after);
            json.writeStringField("op", event.op);
            more.write(json);
            json.writeEndObject();
        });
    }

    /** Writes a message of no table; {@code more} are further fields of the payload. */
    void write(String op, Fields more) {
        line(json -> {
            json.writeNullField("schema");
            json.writeObjectFieldStart("payload");
            json.writeStringField("op", op);
            more.write(json);
            json.writeEndObject();
        });
    }

    private void line(Fields content) {
        try (JsonGenerator json = JSON.createGenerator(lines)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
        }
        lines.write('\n');
    }

    private void writeSchema(JsonGenerator json, Event event) throws IOException {
        json.writeObjectFieldStart("schema");
        json.writeArrayFieldStart("dataColumn");
        for (Column column : event.columns) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", MessageType.of(column.type()).name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("primaryKey");
        for (String name : event.key) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("source");
        json.writeStringField("dbType", "PostgreSQL");
        json.writeStringField("dbName", database);
        json.writeStringField("schemaName", event.table.schema());
        json.writeStringField("tableName", event.table.table());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeRow(JsonGenerator json, String name, Optional<Fields> row) throws IOException {
        if (row.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeObjectFieldStart("dataColumn");
        row.get().write(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes a value that is not NULL, given as PostgreSQL's text. */
    void writeValue(JsonGenerator json, MessageType type, String text) throws IOException {
        switch (type) {
            case BOOLEAN -> json.writeBoolean(text.equals("t"));
            case LONG -> json.writeNumber(text);
            case DOUBLE -> {
                if (Character.isLetter(text.charAt(text.length() - 1))) {
                    json.writeString(text);
                } else {
                    json.writeNumber(text);
                }
            }
            case DATE -> writeMoment(json, text);
            case BYTES ->
                json.writeString(Base64.getEncoder()
                        .encodeToString(HexFormat.of().parseHex(text, HEX_PREFIX.length(), text.length())));
            case STRING -> json.writeString(text);
        }
    }

    private void writeMoment(JsonGenerator json, String text) throws IOException {
        Optional<BigDecimal> millis = MessageMoment.millis(text, zone);
        if (millis.isPresent()) {
            json.writeNumber(millis.get().stripTrailingZeros().toPlainString());
        } else {
            json.writeString(text);
        }
    }
}
