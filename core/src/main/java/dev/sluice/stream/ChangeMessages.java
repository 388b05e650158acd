package dev.sluice.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.Tuple;
import dev.sluice.row.Column;
import dev.sluice.row.PgTypes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes changes as messages. Used by one thread. */
final class ChangeMessages {
    private final MessageWriter writer;
    private final ChangeCursor cursor = new ChangeCursor();
    private final Map<ChangedTable, Shape> shapes = new HashMap<>();

    /** What messages about a table have in common. */
    private record Shape(List<Column> columns, List<MessageType> types, List<String> key) {
        static Shape of(ChangedTable table) {
            List<Column> columns = table.columns().stream()
                    .map(column -> new Column(column.name(), column.type()))
                    .toList();
            return new Shape(
                    columns,
                    columns.stream()
                            .map(column -> MessageType.of(column.type()))
                            .toList(),
                    table.columns().stream()
                            .filter(ChangedColumn::identifying)
                            .map(ChangedColumn::name)
                            .toList());
        }
    }

    ChangeMessages(MessageWriter writer) {
        this.writer = writer;
    }

    void write(ChangeBatch batch) {
        for (int i = 0; i < batch.changes(); i++) {
            switch (batch.kind(i)) {
                case INSERT, UPDATE, DELETE -> {
                    cursor.moveTo(batch, i);
                    writeRow(batch.table(i), batch.kind(i), batch.transaction(i));
                }
                case TRUNCATE -> writeTruncation(batch, i);
                case REDEFINE -> writeDefinition(batch.redefinition(i), batch.transaction(i));
            }
        }
    }

    private void writeTruncation(ChangeBatch batch, int index) {
        Truncation truncation = batch.truncation(index);
        for (ChangedTable table : truncation.tables()) {
            writer.write(event(table, ChangeKind.TRUNCATE), Optional.empty(), Optional.empty(), json -> {
                if (truncation.part().isPresent()) {
                    json.writeStringField("where", truncation.part().get());
                }
                writeTransaction(json, batch.transaction(index));
            });
        }
    }

    /** Says where in the source's log the change was committed, and when. */
    private static void writeTransaction(JsonGenerator json, Optional<Transaction> transaction) throws IOException {
        if (transaction.isPresent()) {
            json.writeStringField("position", transaction.get().position().toString());
            json.writeStringField("commitTime", transaction.get().time().toString());
        }
    }

    /** Says what became of a table; the messages of its rows say themselves which columns there are. */
    private void writeDefinition(Redefinition redefinition, Optional<Transaction> transaction) {
        writer.write("ALTER", json -> {
            json.writeStringField("schemaName", redefinition.table().schema());
            json.writeStringField("tableName", redefinition.table().table());
            json.writeArrayFieldStart("ddl");
            for (SchemaChange change : redefinition.applied()) {
                json.writeString(change.describe());
            }
            json.writeEndArray();
            writeTransaction(json, transaction);
        });
    }

    private MessageWriter.Event event(ChangedTable table, ChangeKind kind) {
        Shape shape = shape(table);
        return new MessageWriter.Event(table.name(), shape.columns, shape.key, kind.name());
    }

    private Shape shape(ChangedTable table) {
        return shapes.computeIfAbsent(table, Shape::of);
    }

    private void writeRow(ChangedTable table, ChangeKind kind, Optional<Transaction> transaction) {
        writer.write(
                event(table, kind),
                row(table, cursor.before(), cursor.wholeBefore()),
                row(table, cursor.after(), true),
                json -> {
                    writeUnchanged(json, table, cursor.after());
                    writeTransaction(json, transaction);
                });
    }

    /** Of a row that is known by its key alone, the other fields come as NULL, and are none. */
    private Optional<MessageWriter.Fields> row(ChangedTable table, Tuple tuple, boolean whole) {
        return tuple.size() == 0 ? Optional.empty() : Optional.of(json -> writeFields(json, table, tuple, whole));
    }

    private void writeFields(JsonGenerator json, ChangedTable table, Tuple tuple, boolean whole) throws IOException {
        List<MessageType> types = shape(table).types;
        for (int field = 0; field < tuple.size(); field++) {
            ChangedColumn column = table.columns().get(field);
            if (tuple.isUnchanged(field) || (!whole && !column.identifying())) {
                continue;
            }
            json.writeFieldName(column.name());
            if (tuple.isNull(field)) {
                json.writeNull();
            } else {
                writer.writeValue(json, types.get(field), text(column, tuple, field));
            }
        }
    }

    private static String text(ChangedColumn column, Tuple tuple, int field) {
        return tuple.isBinary(field)
                ? PgTypes.find(column.type().oid())
                        .orElseThrow(() -> new IllegalStateException("A value came in a binary form that is not known"))
                        .text(tuple.bytes(), tuple.offset(field), tuple.length(field))
                : Objects.requireNonNull(tuple.text(field));
    }

    /** Names the large values that PostgreSQL did not send because they did not change. */
    private static void writeUnchanged(JsonGenerator json, ChangedTable table, Tuple after) throws IOException {
        boolean begun = false;
        for (int field = 0; field < after.size(); field++) {
            if (after.isUnchanged(field)) {
                if (!begun) {
                    json.writeArrayFieldStart("unchanged");
                    begun = true;
                }
                json.writeString(table.columns().get(field).name());
            }
        }
        if (begun) {
            json.writeEndArray();
        }
    }
}
