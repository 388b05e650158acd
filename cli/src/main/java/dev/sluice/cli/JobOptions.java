package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.engine.LocalEngine;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command takes that runs a job or looks whether it could. */
final class JobOptions {
    private static final String LOCAL = LocalEngine.NAME;

    @Mixin
    private final JobFileOptions job = new JobFileOptions();

    @Mixin
    private final ReportOption report = new ReportOption();

    @Option(names = "--engine", paramLabel = "NAME", description = "Where channels run: local (threads, the default).")
    private String engine = LOCAL;

    /** Refuses values that no file could make good. */
    void check() {
        if (!engine.equals(LOCAL)) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "--engine " + engine + ": this version of Sluice has the engine " + LOCAL + " only",
                    "Leave --engine out; the job file stays as it is",
                    null);
        }
        report.check();
    }

    JobSource source(Surroundings surroundings) {
        return job.source(surroundings);
    }

    Optional<Path> report() {
        return report.file();
    }
}
