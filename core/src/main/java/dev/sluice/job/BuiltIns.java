package dev.sluice.job;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The variables that need no definition.
 *
 * @param time when the run is due, as the clock on the wall of its zone shows it
 * @param jobId the value of {@code $jobid}; empty where no job is known yet
 */
record BuiltIns(LocalDateTime time, Optional<String> jobId) implements Resolver {
    /** What can be asked for by name, for proposals. */
    static final List<String> NAMES =
            List.of("bizdate", "cyctime", "jobid", "gmtdate", "bdp.system.bizdate", "bdp.system.cyctime");

    @Override
    public Resolution resolve(Reference reference) {
        Optional<String> value = switch (reference.kind()) {
            case BRACES ->
                named(reference.content()).or(() -> DateExpression.businessDay(reference.content(), time.minusDays(1)));
            case BARE -> named(reference.content());
            case BRACKETS -> DateExpression.scheduleTime(reference.content(), time);
            case ESCAPED -> Optional.of("${");
            case UNCLOSED -> Optional.empty();
        };
        return value.<Resolution>map(Resolution.Value::new).orElse(Resolution.KEPT);
    }

    private Optional<String> named(String name) {
        return switch (name) {
            case "bizdate", "bdp.system.bizdate" -> DateExpression.scheduleTime("yyyymmdd-1", time);
            case "cyctime", "bdp.system.cyctime" -> DateExpression.scheduleTime("yyyymmddhh24miss", time);
            case "gmtdate" -> DateExpression.scheduleTime("yyyymmdd", time);
            case "jobid" -> jobId;
            default -> Optional.empty();
        };
    }
}
