package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalsTest {
    private static final String RULE = """
            , "TransformationRules": [{"RuleName": "r", "RuleActionType": "%1$s", "RuleTargetType": "Table"}]}],
              "TransformationRules": [{"RuleName": "r", "RuleActionType": "%1$s", "RuleTargetType": "Table",
                                       "RuleExpression": {%2$s}}]""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"Update | Filter", "Delete | Filter"})
    void ofConditionsWhereNoDatabaseReadsThem(String type, String named) {
        String filter =
                "\"dmlPolicies\": [{\"dmlType\": \"%s\", \"dmlAction\": \"Filter\", \"filterCondition\": \"a > 1\"}]"
                        .formatted(type);
        String more = RULE.formatted("HandleDml", filter);
        Refusals.require(Jobs.of("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", more));

        assertRefused(Jobs.printed(more), named);
    }

    @Test
    void ofIncrements() {
        assertRefused(
                "DatabaseOfflineMigration",
                "FullAndOfflineIncremental",
                RULE.formatted("DefineIncrementalCondition", "\"where\": \"id > 0\""),
                "FullAndOfflineIncremental");
    }

    @Test
    void ofSchedules() {
        assertRefused(
                "DatabaseOfflineMigration",
                "Full",
                RULE.formatted("DefineCycleScheduleSettings", "\"cronExpress\": \"0 0 2 * * ?\", \"cycleType\": \"1\""),
                "DefineCycleScheduleSettings");
    }

    @Test
    void ofNothingElse() {
        Refusals.require(Jobs.fullAndRealtime());
    }

    private static void assertRefused(String jobType, String migration, String more, String named) {
        assertRefused(Jobs.of(jobType, migration, more), named);
    }

    private static void assertRefused(RealtimeJob job, String named) {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> Refusals.require(job));

        assertThat(refused.code()).isEqualTo(ErrorCode.FILE_INVALID);
        assertThat(refused).hasMessageContaining(named).hasMessageContaining("world");
    }
}
