package dev.sluice.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.job.TableName;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Tables as JSON: an array of objects with {@code schema} and {@code table}. */
final class TableList {
    static final JsonFactory JSON = new JsonFactory();

    private TableList() {}

    static void write(JsonGenerator json, String name, Collection<TableName> tables) throws IOException {
        json.writeArrayFieldStart(name);
        for (TableName table : tables) {
            json.writeStartObject();
            writeName(json, table);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes the members that name a table, of an object that has begun. */
    static void writeName(JsonGenerator json, TableName table) throws IOException {
        json.writeStringField("schema", table.schema());
        json.writeStringField("table", table.table());
    }

    static List<TableName> read(JsonObject json, String name) {
        return json.objects(name).stream().map(TableList::name).toList();
    }

    /** Reads the members that name a table. */
    static TableName name(JsonObject json) {
        return new TableName(json.requireText("schema"), json.requireText("table"));
    }
}
