package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.util.List;

/** Looks for what checks of a job found. */
final class Findings {
    private Findings() {}

    /** Returns the one finding of an outcome. */
    static Finding only(Outcome outcome, TestJob job) {
        List<Finding> findings = of(outcome, job);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    static List<Finding> of(Outcome outcome, TestJob job) {
        return job.check().stream()
                .filter(finding -> finding.outcome() == outcome)
                .toList();
    }

    /** Checks that there is nothing to mend and nothing that could not be looked at. */
    static void assertNone(TestJob job) {
        assertThat(job.check()).extracting(Finding::outcome).containsOnly(Outcome.OK);
    }
}
