package dev.sluice.preflight;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a check found.
 *
 * @param check what was looked at, such as {@code source table}
 * @param outcome what it came to
 * @param detail what was found, a sentence
 * @param cure what mends it: SQL, a command or a change of the file; empty when nothing is to mend
 * @param error what went wrong while looking, where something did
 * @param tables the source's tables that it is about; empty where it is about more than them
 */
public record Finding(
        String check,
        Outcome outcome,
        String detail,
        Optional<String> cure,
        Optional<SyncException> error,
        Set<TableName> tables) {
    /** Copies the tables. */
    public Finding {
        tables = Set.copyOf(tables);
    }

    /** A check that went well. */
    public static Finding ok(String check, String detail) {
        return new Finding(check, Outcome.OK, detail, Optional.empty(), Optional.empty(), Set.of());
    }

    /** Something that somebody should know. */
    public static Finding warning(String check, String detail, String cure) {
        return new Finding(check, Outcome.WARNING, detail, Optional.of(cure), Optional.empty(), Set.of());
    }

    /** Something that keeps the run from starting. */
    public static Finding failed(String check, String detail, String cure) {
        return new Finding(check, Outcome.FAILED, detail, Optional.of(cure), Optional.empty(), Set.of());
    }

    /** An error that keeps the run from starting. */
    public static Finding failed(String check, SyncException error) {
        return new Finding(
                check,
                Outcome.FAILED,
                String.valueOf(error.getMessage()),
                Optional.of(error.hint().orElse("Look into the server's log")),
                Optional.of(error),
                Set.of());
    }

    /** Something that could not be looked at. */
    public static Finding unknown(String check, String detail) {
        return new Finding(check, Outcome.UNKNOWN, detail, Optional.empty(), Optional.empty(), Set.of());
    }

    /** Returns the same about tables of the source, and nothing else. */
    public Finding about(Collection<TableName> some) {
        return new Finding(check, outcome, detail, cure, error, Set.copyOf(some));
    }

    /** Returns whether it keeps a run from starting only for some of its tables. */
    public boolean isFailureOfTables() {
        return outcome == Outcome.FAILED && !tables.isEmpty();
    }

    /** Returns it as something that somebody should know, and that keeps no run from starting. */
    public Finding asWarning() {
        return new Finding(check, Outcome.WARNING, detail, cure, error, tables);
    }

    /** Returns the kind of failure, where it is one. */
    public Optional<ErrorCode> code() {
        return outcome == Outcome.FAILED
                ? Optional.of(error.map(SyncException::code).orElse(ErrorCode.PREFLIGHT_FAILED))
                : Optional.empty();
    }

    /** Returns whether nothing keeps the run from starting. */
    public static boolean passed(List<Finding> findings) {
        return failures(findings).isEmpty();
    }

    /** Fails with all that keeps the run from starting; the code is that of the first error met, where there is one. */
    public static void require(List<Finding> findings) {
        List<Finding> failures = failures(findings);
        if (failures.isEmpty()) {
            return;
        }
        Optional<SyncException> error =
                failures.stream().flatMap(finding -> finding.error().stream()).findFirst();
        throw new SyncException(
                error.map(SyncException::code).orElse(ErrorCode.PREFLIGHT_FAILED),
                failures.stream()
                        .map(finding -> finding.check() + ": " + finding.detail())
                        .collect(Collectors.joining("\n")),
                failures.stream().flatMap(finding -> finding.cure().stream()).collect(Collectors.joining("\n")),
                error.orElse(null));
    }

    private static List<Finding> failures(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
    }
}
