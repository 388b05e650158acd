package dev.sluice.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.job.TableName;
import dev.sluice.row.Column;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowSchema;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes the rows of a first copy as messages: inserts with {@code "snapshot": true}. Used by one thread. */
final class RowMessages {
    private final MessageWriter.Event event;
    private final List<MessageType> types;
    private final RowCursor cursor;
    private final MessageWriter writer;
    private final LineOutput output;

    RowMessages(TableName table, RowSchema schema, MessageWriter writer, LineOutput output) {
        this.event = new MessageWriter.Event(table, schema.columns(), List.of(), "INSERT");
        this.types = schema.columns().stream()
                .map(column -> MessageType.of(column.type()))
                .toList();
        this.cursor = new RowCursor(schema);
        this.writer = writer;
        this.output = output;
    }

    void print(RowBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            writer.write(
                    event,
                    Optional.empty(),
                    Optional.of(this::writeFields),
                    json -> json.writeBooleanField("snapshot", true));
        }
        output.write(writer.lines());
        writer.lines().reset();
    }

    private void writeFields(JsonGenerator json) throws IOException {
        for (int field = 0; field < types.size(); field++) {
            Column column = event.columns().get(field);
            json.writeFieldName(column.name());
            if (cursor.isNull(field)) {
                json.writeNull();
            } else {
                writer.writeValue(json, types.get(field), Objects.requireNonNull(cursor.text(field)));
            }
        }
    }
}
