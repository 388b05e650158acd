package dev.sluice.batch;

import dev.sluice.connector.Incoming;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** Looks at both sides before a run; changes nothing. */
final class Preflight {
    private final Reader reader;
    private final Writer writer;
    private final int channels;

    Preflight(Reader reader, Writer writer, int channels) {
        this.reader = reader;
        this.writer = writer;
        this.channels = channels;
    }

    /** Returns all findings; the writer is looked at only where the reader's columns are known. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(reader.check());
        if (Finding.passed(findings)) {
            findings.addAll(writer.check(new Incoming(reader.schema(), channels, reader.origins())));
            if (Finding.passed(findings)) {
                findings.addAll(new MoneyPlaces(reader, writer).findings());
            }
        } else {
            findings.add(Finding.unknown("destination", "it is looked at when the source is in order"));
        }
        return findings;
    }
}
