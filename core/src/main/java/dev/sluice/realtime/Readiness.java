package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a run of a real-time job can start. Once a job follows tables, others do not keep it from going on: what is wrong with
 * one that has not joined yet is that table's own affair.
 *
 * @param findings what a look at both sides came to
 * @param tables those that the job chooses; none where they were not looked up
 */
public record Readiness(List<Finding> findings, List<SourceTable> tables) {
    /** Copies the lists. */
    public Readiness {
        findings = List.copyOf(findings);
        tables = List.copyOf(tables);
    }

    /** Looks at both sides, changes nothing, and never fails for what it finds. */
    public static Readiness of(RealtimeJob job, ChangeSource source, ChangeSink sink) {
        List<Finding> findings = new ArrayList<>(asTheyCount(job, source.check(), sink));
        if (!Finding.passed(findings)) {
            findings.add(Finding.unknown("destination", "it is looked at when the source is in order"));
            return new Readiness(findings, List.of());
        }
        List<SourceTable> tables = source.tables();
        findings.addAll(asTheyCount(job, sink.check(tables), sink));
        return new Readiness(findings, tables);
    }

    /** A run that follows nothing has no table that could join later. */
    private static List<Finding> asTheyCount(RealtimeJob job, List<Finding> findings, ChangeSink sink) {
        if (!job.migration().type().followsChanges() || findings.stream().noneMatch(Finding::isFailureOfTables)) {
            return findings;
        }
        try {
            Set<TableName> followed = sink.progress().tables().keySet();
            return findings.stream().map(one -> besides(followed, one)).toList();
        } catch (SyncException e) {
            List<Finding> all = new ArrayList<>(findings);
            all.add(Finding.failed("destination connection", e));
            return all;
        }
    }

    private static Finding besides(Set<TableName> followed, Finding finding) {
        boolean own = !followed.isEmpty() && finding.tables().stream().noneMatch(followed::contains);
        return own && finding.isFailureOfTables() ? finding.asWarning() : finding;
    }

    /** Returns the tables that nothing is wrong with. */
    List<SourceTable> sound() {
        Set<TableName> others =
                findings.stream().flatMap(one -> one.tables().stream()).collect(Collectors.toSet());
        return tables.stream().filter(table -> !others.contains(table.name())).toList();
    }
}
