package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.StatusJson;
import java.io.IOException;

/** What a run of a real-time job did, as JSON; the keys are what programs rely on. */
final class RealtimeJson {
    private RealtimeJson() {}

    static void write(JsonGenerator json, RealtimeReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("status", report.outcome().name());
        json.writeStringField("startTime", report.startTime().toString());
        json.writeStringField("endTime", report.endTime().toString());
        json.writeNumberField("elapsedMillis", report.elapsed().toMillis());
        json.writeNumberField("recordsWritten", report.status().rowsCopied());
        StatusJson.write(json, report.status());
        ErrorJson.writeField(json, report.error());
        json.writeEndObject();
    }
}
