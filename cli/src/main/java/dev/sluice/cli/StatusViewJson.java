package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.SourceStatus;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.StatusJson;
import dev.sluice.realtime.StoredStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a real-time job stands, for programs. */
final class StatusViewJson {
    private StatusViewJson() {}

    static void write(JsonGenerator json, BoundRealtime bound, JobView view, List<String> orphans) throws IOException {
        RealtimeJob job = bound.job();
        json.writeStartObject();
        json.writeStringField("job", job.name());
        json.writeStringField("id", job.identity().id());
        json.writeBooleanField("running", view.running());
        json.writeStringField(
                "destinationPosition", view.position().map(Lsn::toString).orElse(null));
        number(json, "lagBytes", view.lagBytes());
        json.writeStringField("destinationError", message(view.destination().error()));
        json.writeStringField("sourceError", message(view.source().error()));
        if (view.source().known().isPresent()) {
            write(json, view.source().known().get());
        }
        json.writeArrayFieldStart("orphanedSlots");
        for (String orphan : orphans) {
            json.writeString(orphan);
        }
        json.writeEndArray();
        if (view.last().isPresent()) {
            write(json, view.last().get(), view);
        }
        json.writeEndObject();
    }

    private static @Nullable String message(Optional<SyncException> error) {
        return error.map(SyncException::getMessage).orElse(null);
    }

    private static void write(JsonGenerator json, SourceStatus source) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("position", source.position().toString());
        json.writeBooleanField("publication", source.publication());
        json.writeStringField("ddlTrigger", source.ddlTrigger().orElse(null));
        if (source.slot().isPresent()) {
            write(json, source.slot().get());
        } else {
            json.writeNullField("slot");
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SourceStatus.Slot slot) throws IOException {
        json.writeObjectFieldStart("slot");
        json.writeStringField("name", slot.name());
        json.writeBooleanField("active", slot.active());
        json.writeStringField("confirmed", slot.confirmed().map(Lsn::toString).orElse(null));
        number(json, "retainedBytes", slot.retainedBytes());
        json.writeStringField("walStatus", slot.walStatus().orElse(null));
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }

    private static void write(JsonGenerator json, StoredStatus stored, JobView view) throws IOException {
        RealtimeStatus status = stored.status();
        json.writeObjectFieldStart("run");
        json.writeNumberField("pid", stored.process());
        json.writeStringField("startTime", stored.started().toString());
        json.writeStringField("time", stored.written().toString());
        StatusJson.write(json, stored.pace());
        StatusJson.write(
                json,
                new RealtimeStatus(
                        status.state(),
                        status.since(),
                        view.tables(),
                        status.follow(),
                        status.restarts(),
                        status.trouble()));
        json.writeEndObject();
    }
}
