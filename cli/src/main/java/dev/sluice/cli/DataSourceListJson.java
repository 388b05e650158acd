package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data sources of a workspace, as JSON. */
final class DataSourceListJson {
    private final JsonGenerator json;

    DataSourceListJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the good ones, then those whose files are wrong, with the faults. */
    void write(Map<String, DataSourceLine> lines, Map<String, String> faults) throws IOException {
        json.writeStartArray();
        for (DataSourceLine line : lines.values()) {
            json.writeStartObject();
            List<String> cells = line.cells();
            for (int i = 0; i < cells.size(); i++) {
                json.writeStringField(DataSourceLine.HEAD.get(i).toLowerCase(Locale.ROOT), cells.get(i));
            }
            json.writeEndObject();
        }
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", fault.getKey());
            json.writeStringField("fault", fault.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
