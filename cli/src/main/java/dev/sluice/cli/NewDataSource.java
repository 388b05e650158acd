package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.job.Workspace;
import java.io.IOException;

/** The file of a data source that is being made. */
record NewDataSource(String name, PlaceOptions place, TlsOptions tls, NewSecrets.Texts secrets) {
    /** Writes a value that means itself: in the file, a dollar sign and a brace would begin a reference to the environment. */
    static void writeLiteral(JsonGenerator json, String key, String value) throws IOException {
        json.writeStringField(key, value.replace("${", "$${"));
    }

    void write(Workspace workspace, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeLiteral(json, "name", name);
        json.writeStringField("type", "postgresql");
        place.writePlace(json);
        if (secrets.password().isPresent()) {
            json.writeStringField("password", secrets.password().get());
        }
        tls.write(workspace, json);
        if (secrets.keyPassword().isPresent()) {
            json.writeStringField("clientPassword", secrets.keyPassword().get());
        }
        place.writeProperties(json);
        json.writeEndObject();
    }
}
