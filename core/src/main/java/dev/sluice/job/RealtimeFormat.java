package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shape of real-time job files. */
final class RealtimeFormat {
    static final Key<JobType> JOB_TYPE = Key.oneOf(
                    "JobType",
                    JobType.class,
                    "`SingleTableRealtimeMigration`: one table; `DatabaseRealtimeMigration`: any number of tables;"
                            + " `DatabaseOfflineMigration`: any number, copied without being followed.")
            .required();
    static final Key<MigrationType> MIGRATION_TYPE = Key.oneOf(
                    "MigrationType",
                    MigrationType.class,
                    "`FullAndRealtimeIncremental`: all rows, then every change; `RealtimeIncremental`: every change from the"
                            + " first start on. With `DatabaseOfflineMigration` `Full`: all rows; `OfflineIncremental`: the"
                            + " rows that meet the condition of a `DefineIncrementalCondition`; `FullAndOfflineIncremental`:"
                            + " all rows first, those at later runs.")
            .required();
    static final Key<List<Values>> MAPPINGS = Key.of(
                    "TableMappings",
                    new ListType<>(new DraftType(MappingKeys.DEFINITION)),
                    "Which tables, and what is done with them. A table belongs to the first mapping that chooses it.")
            .required();
    static final Key<List<DraftRule>> RULES = Key.of(
            "TransformationRules",
            new ListType<>(new RuleType()),
            "What mappings can do with tables, to be named in `TableMappings[].TransformationRules`.");
    private static final Key<RealtimeSettings> SETTINGS =
            Key.object("JobSettings", RealtimeSettingKeys.definition(), "DDL, writing, connections, limits and times.");
    private static final Key<Map<String, String>> PARAMETERS = Key.of(
            OwnParameters.KEY,
            new ParametersType(),
            "Values for variables of this file, which `-p` overrides. An addition of Sluice.");

    private RealtimeFormat() {}

    static Definition<RealtimeParts> definition() {
        return Definition.of(
                        "Real-time job",
                        RealtimeFormat::parts,
                        IdentityKeys.NAME,
                        IdentityKeys.ID,
                        IdentityKeys.DESCRIPTION,
                        JOB_TYPE,
                        MIGRATION_TYPE,
                        EndKeys.SOURCE_TYPE,
                        EndKeys.SOURCE,
                        EndKeys.DESTINATION_TYPE,
                        EndKeys.DESTINATION,
                        MAPPINGS,
                        RULES,
                        SETTINGS,
                        PARAMETERS)
                .ignoring("a workspace is a folder, and whoever may read it may run its jobs", "ProjectId", "Owner")
                .ignoring("channels are threads of the process that runs the job", "ResourceSettings")
                .ignoring("it is the state of a job elsewhere", "JobStatus")
                .refusing("it is spelled \"Name\"", "JobName")
                .refusing("it is spelled \"Id\"", "DIJobId")
                .checking(IdentityKeys::check)
                .checking(RealtimeFormat::checkMigration)
                .checking(EndKeys::check)
                .checking(values -> new RuleLinks(values).check())
                .checking(MigrationChecks::check);
    }

    private static void checkMigration(Values values) {
        JobType job = values.get(JOB_TYPE);
        MigrationType migration = values.get(MIGRATION_TYPE);
        if (!job.fits(migration)) {
            String allowed =
                    job.migrations().stream().map(MigrationType::toString).collect(Collectors.joining(", "));
            values.fault(
                    MIGRATION_TYPE, migration + " does not fit the JobType " + job + "; allowed there: " + allowed);
        }
    }

    private static RealtimeParts parts(Values values) {
        Optional<RealtimeSettings> stated = values.find(SETTINGS);
        return new RealtimeParts(
                IdentityKeys.identity(values),
                new Migration(values.get(JOB_TYPE), values.get(MIGRATION_TYPE)),
                EndKeys.source(values),
                EndKeys.destination(values),
                new RuleLinks(values).mappings(),
                stated.orElseGet(RealtimeSettingKeys::silent));
    }
}
