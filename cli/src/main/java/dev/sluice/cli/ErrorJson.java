package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.SyncException;
import java.io.IOException;
import java.util.Optional;

/** Why something failed, as JSON. */
final class ErrorJson {
    private ErrorJson() {}

    /** Writes the field {@code error}, null where nothing failed. */
    static void writeField(JsonGenerator json, Optional<SyncException> error) throws IOException {
        if (error.isEmpty()) {
            json.writeNullField("error");
            return;
        }
        SyncException problem = error.get();
        json.writeObjectFieldStart("error");
        json.writeStringField("code", problem.code().name());
        json.writeStringField("culprit", problem.code().culprit().name());
        json.writeStringField("message", problem.getMessage());
        json.writeStringField("hint", problem.hint().orElse(null));
        json.writeEndObject();
    }
}
