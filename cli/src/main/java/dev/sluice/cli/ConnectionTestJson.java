package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.connector.ConnectionTest;
import java.io.IOException;

/** What came of a test of a data source, as JSON. */
final class ConnectionTestJson {
    private final JsonGenerator json;

    ConnectionTestJson(JsonGenerator json) {
        this.json = json;
    }

    void write(String name, ConnectionTest test) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("verdict", test.verdict().label());
        json.writeArrayFieldStart("addresses");
        for (ConnectionTest.Attempt attempt : test.attempts()) {
            write(attempt);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(ConnectionTest.Attempt attempt) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", attempt.address());
        json.writeStringField("verdict", attempt.verdict().label());
        json.writeArrayFieldStart("steps");
        for (ConnectionTest.Step step : attempt.steps()) {
            json.writeStartObject();
            json.writeStringField("step", step.stage().label());
            json.writeStringField("outcome", step.outcome().label());
            json.writeStringField("detail", step.detail());
            json.writeStringField("cure", step.cure().orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
