package dev.sluice.batch;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at both sides before a run; changes nothing. */
final class Preflight {
    private final Reader reader;
    private final Writer writer;

    Preflight(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** Returns all findings; the writer is looked at only where the reader's columns are known. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(reader.check());
        if (passed(findings)) {
            findings.addAll(writer.check(reader.schema()));
        } else {
            findings.add(Finding.unknown("destination", "it is looked at when the source is in order"));
        }
        return findings;
    }

    static boolean passed(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.outcome() == Outcome.FAILED);
    }

    /** Fails when a finding keeps the run from starting. */
    static void require(List<Finding> findings) {
        List<Finding> failed = findings.stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
        if (!failed.isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    failed.stream()
                            .map(finding -> finding.check() + ": " + finding.detail())
                            .collect(Collectors.joining("\n")),
                    failed.stream().flatMap(finding -> finding.cure().stream()).collect(Collectors.joining("\n")),
                    null);
        }
    }
}
