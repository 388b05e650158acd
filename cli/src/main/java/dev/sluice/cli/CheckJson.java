package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.BatchPlan;
import dev.sluice.connector.Split;
import dev.sluice.job.BatchJob;
import dev.sluice.job.Job;
import dev.sluice.job.Note;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a check came to, as JSON. */
final class CheckJson {
    private final JsonGenerator json;

    CheckJson(JsonGenerator json) {
        this.json = json;
    }

    void write(RealtimeJob job, List<Finding> findings) throws IOException {
        json.writeStartObject();
        writeFindings(findings);
        writeNotes(job);
        json.writeEndObject();
    }

    void write(BatchJob job, List<Finding> findings, Optional<BatchPlan> plan) throws IOException {
        json.writeStartObject();
        writeFindings(findings);
        json.writeStringField("errorLimit", job.settings().errorLimit().sentence());
        writeNotes(job);
        if (plan.isPresent()) {
            write(plan.get());
        } else {
            json.writeNullField("plan");
        }
        json.writeEndObject();
    }

    /** Writes that there was nothing to check. */
    void write(SyncException fault) throws IOException {
        json.writeStartObject();
        writeFindings(List.of(Finding.failed("file", fault)));
        json.writeNullField("errorLimit");
        json.writeArrayFieldStart("notes");
        json.writeEndArray();
        json.writeNullField("plan");
        json.writeEndObject();
    }

    private void writeFindings(List<Finding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            write(finding);
        }
        json.writeEndArray();
    }

    private void writeNotes(Job job) throws IOException {
        json.writeArrayFieldStart("notes");
        for (Note note : job.notes()) {
            json.writeString(note.toString());
        }
        json.writeEndArray();
    }

    private void write(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("check", finding.check());
        json.writeStringField("outcome", finding.outcome().name());
        json.writeStringField("message", finding.detail());
        json.writeStringField("cure", finding.cure().orElse(null));
        json.writeStringField("code", finding.code().map(ErrorCode::name).orElse(null));
        json.writeEndObject();
    }

    private void write(BatchPlan plan) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeStringField("format", plan.format().name());
        json.writeStringField("formatReason", plan.formatReason());
        json.writeStringField("splitMethod", plan.splits().method());
        json.writeArrayFieldStart("splits");
        for (Split split : plan.splits().splits()) {
            json.writeString(split.label());
        }
        json.writeEndArray();
        if (plan.splits().estimatedRows().isPresent()) {
            json.writeNumberField("estimatedRows", plan.splits().estimatedRows().getAsLong());
        } else {
            json.writeNullField("estimatedRows");
        }
        json.writeNumberField("channels", plan.channels());
        json.writeEndObject();
    }
}
