package dev.sluice.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.ErrorCode;
import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** How a run stands, as JSON. Programs may read it: keys are added, and none goes. */
public final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatusJson() {}

    static String text(StoredStatus stored) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("pid", stored.process());
            json.writeStringField("startTime", stored.started().toString());
            json.writeStringField("time", stored.written().toString());
            write(json, stored.pace());
            write(json, stored.status());
            json.writeEndObject();
        }
        return text + "\n";
    }

    /** Writes a pace as fields of the object that is open. */
    public static void write(JsonGenerator json, StoredStatus.Pace pace) throws IOException {
        json.writeNumberField("rowsPerSecond", pace.rowsPerSecond());
        json.writeNumberField("transactionsPerSecond", pace.transactionsPerSecond());
        json.writeNumberField("changesPerSecond", pace.changesPerSecond());
        json.writeNumberField("bytesPerSecond", pace.bytesPerSecond());
    }

    /** Writes how a run stands as fields of the object that is open. */
    public static void write(JsonGenerator json, RealtimeStatus status) throws IOException {
        json.writeStringField("state", status.state().name());
        json.writeStringField("since", status.since().toString());
        json.writeNumberField("restarts", status.restarts());
        write(json, status.follow());
        json.writeFieldName("trouble");
        if (status.trouble().isPresent()) {
            write(json, status.trouble().get());
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("tables");
        for (TableStatus table : status.tables()) {
            write(json, table);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, FollowStatus follow) throws IOException {
        json.writeStringField("position", follow.position().map(Lsn::toString).orElse(null));
        number(json, "lagBytes", follow.lagBytes());
        number(
                json,
                "lagMillis",
                follow.lag().map(lag -> OptionalLong.of(lag.toMillis())).orElse(OptionalLong.empty()));
        json.writeStringField(
                "committed", follow.committed().map(Instant::toString).orElse(null));
        json.writeNumberField("transactions", follow.applied().transactions());
        json.writeNumberField("changes", follow.applied().changes());
        json.writeNumberField("bytes", follow.applied().bytes());
        json.writeNumberField("missedRows", follow.applied().missedRows());
    }

    private static void write(JsonGenerator json, Trouble trouble) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", trouble.code().name());
        json.writeStringField("message", trouble.message());
        json.writeStringField("hint", trouble.hint().orElse(null));
        json.writeStringField("time", trouble.time().toString());
        json.writeStringField(
                "nextAttempt", trouble.nextAttempt().map(Instant::toString).orElse(null));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TableStatus table) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", table.name().schema());
        json.writeStringField("table", table.name().table());
        json.writeStringField("state", table.state().name());
        json.writeNumberField("rowsCopied", table.rowsCopied());
        number(json, "expectedRows", table.expectedRows());
        json.writeStringField("copy", table.copy().map(Lsn::toString).orElse(null));
        json.writeStringField("error", table.error().orElse(null));
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String key, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(key, value.getAsLong());
        } else {
            json.writeNullField(key);
        }
    }

    /** Reads what {@link #text} wrote; fails with an IllegalArgumentException or an IOException where it is something else. */
    static StoredStatus read(String text) throws IOException {
        JsonObject json = JsonObject.parse(text);
        return new StoredStatus(
                json.number("pid").orElseThrow(IllegalArgumentException::new),
                json.instant("startTime"),
                json.instant("time"),
                new StoredStatus.Pace(
                        json.decimal("rowsPerSecond"),
                        json.decimal("transactionsPerSecond"),
                        json.decimal("changesPerSecond"),
                        json.decimal("bytesPerSecond")),
                status(json));
    }

    private static RealtimeStatus status(JsonObject json) {
        return new RealtimeStatus(
                JobState.valueOf(json.requireText("state")),
                json.instant("since"),
                json.objects("tables").stream().map(StatusJson::table).toList(),
                follow(json),
                (int) json.number("restarts").orElse(0),
                json.object("trouble").map(StatusJson::trouble));
    }

    private static FollowStatus follow(JsonObject json) {
        OptionalLong lag = json.number("lagMillis");
        return new FollowStatus(
                json.text("position").map(Lsn::parse),
                json.number("lagBytes"),
                lag.isPresent() ? Optional.of(Duration.ofMillis(lag.getAsLong())) : Optional.empty(),
                json.text("committed").map(JsonObject::instantOf),
                new FollowStatus.Applied(
                        json.number("transactions").orElse(0),
                        json.number("changes").orElse(0),
                        json.number("bytes").orElse(0),
                        json.number("missedRows").orElse(0)));
    }

    private static Trouble trouble(JsonObject json) {
        return new Trouble(
                ErrorCode.valueOf(json.requireText("code")),
                json.requireText("message"),
                json.text("hint"),
                json.instant("time"),
                json.text("nextAttempt").map(JsonObject::instantOf));
    }

    private static TableStatus table(JsonObject json) {
        return new TableStatus(
                new TableName(json.requireText("schema"), json.requireText("table")),
                TableState.valueOf(json.requireText("state")),
                json.number("rowsCopied").orElse(0),
                json.number("expectedRows"),
                json.text("copy").map(Lsn::parse),
                json.text("error"));
    }
}
