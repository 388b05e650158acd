package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.job.Workspace;
import java.io.IOException;

/** The file of a data source that is being made. */
record NewDataSource(String name, PlaceOptions place, TlsOptions tls, SecretOptions.Texts secrets) {
    void write(Workspace workspace, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
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
