package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.batch.RunCounts;
import dev.sluice.batch.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A run's report as JSON; the keys are what programs rely on. */
final class RunJson {
    private final JsonGenerator json;

    RunJson(JsonGenerator json) {
        this.json = json;
    }

    void write(RunReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("status", report.status().name());
        json.writeStringField("startTime", report.startTime().toString());
        json.writeStringField("endTime", report.endTime().toString());
        json.writeNumberField("elapsedMillis", report.elapsed().toMillis());
        writeCounts(report.counts(), report.dirtyFile());
        json.writeNumberField("divertedRecords", report.diverted());
        json.writeNumberField("channels", report.extent().channels());
        json.writeNumberField("splits", report.extent().splits());
        json.writeNumberField("recordsPerSecond", Math.round(report.recordsPerSecond()));
        json.writeNumberField("bytesPerSecond", Math.round(report.bytesPerSecond()));
        writeWaits(report.counts());
        json.writeStringField("engine", report.extent().engine());
        ErrorJson.writeField(json, report.error());
        json.writeEndObject();
    }

    private void writeCounts(RunCounts counts, Optional<Path> dirtyFile) throws IOException {
        json.writeNumberField("recordsRead", counts.recordsRead());
        json.writeNumberField("recordsWritten", counts.recordsWritten());
        json.writeNumberField("bytesRead", counts.bytesRead());
        json.writeNumberField("bytesWritten", counts.bytesWritten());
        json.writeNumberField("dirtyRecords", counts.dirtyRecords());
        json.writeNumberField("changedValues", counts.changedValues());
        json.writeStringField("dirtyFile", dirtyFile.map(Path::toString).orElse(null));
    }

    private void writeWaits(RunCounts counts) throws IOException {
        json.writeNumberField(
                "readerWaitMillis", Duration.ofNanos(counts.readerWaitNanos()).toMillis());
        json.writeNumberField(
                "writerWaitMillis", Duration.ofNanos(counts.writerWaitNanos()).toMillis());
    }
}
