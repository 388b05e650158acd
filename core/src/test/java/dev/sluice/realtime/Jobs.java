package dev.sluice.realtime;

import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.Variables;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Real-time jobs as files have them. */
final class Jobs {
    private Jobs() {}

    static RealtimeJob of(String jobType, String migrationType, String more) {
        return to(
                "\"DestinationDataSourceSettings\": [{\"DataSourceName\": \"destination\"}]",
                jobType,
                migrationType,
                more);
    }

    /** A job that copies and follows, and prints what comes. */
    static RealtimeJob printed(String more) {
        return to(
                "\"DestinationDataSourceType\": \"stream\"",
                "DatabaseRealtimeMigration",
                "FullAndRealtimeIncremental",
                more);
    }

    private static RealtimeJob to(String destination, String jobType, String migrationType, String more) {
        String text = """
                {"Name": "world", "JobType": "%s", "MigrationType": "%s",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}],
                 %s,
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": ".*"}]%s}
                """.formatted(jobType, migrationType, destination, more);
        return (RealtimeJob) new JobParser(List.of())
                .parseAny(new JobText("world.json", text), Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC));
    }

    /** A job that copies and follows, and bears up to three restarts that fail within half an hour. */
    static RealtimeJob fullAndRealtime() {
        return of("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", "}]");
    }
}
