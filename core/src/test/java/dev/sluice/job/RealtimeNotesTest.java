package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user is told about real-time jobs that are in order, and what in them is a variable. */
final class RealtimeNotesTest {
    @Test
    void namesWhatHasNoEffectHere() {
        assertThat(notes(Samples.REALTIME))
                .containsExactly(
                        "$.ProjectId: \"ProjectId\" has no effect here: a workspace is a folder, and whoever may read it may run its jobs",
                        "$.Owner: \"Owner\" has no effect here: a workspace is a folder, and whoever may read it may run its jobs",
                        "$.ResourceSettings: \"ResourceSettings\" has no effect here: channels are threads of the process that runs the job",
                        "$.SourceDataSourceSettings[0].DataSourceProperties.Encoding: \"Encoding\" has no effect here: the server says it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "Expression": "events"     | "Expression": "public.events" | $.TableMappings[1].SourceObjectSelectionRules[0].Expression: "public.events" is taken as the name of a table, dot and all; a schema has a rule of its own
            "Value": "true"            | "Value": "true"}, {"Name": "runtime.offline.speed.limit.mb", "Value": 5 | $.JobSettings.RuntimeSettings[2].Value: runtime.offline.speed.limit.mb has no effect unless runtime.offline.speed.limit.enable is true
            "dmlAction": "LogicalDelete" | "dmlAction": "Ignore", "filterCondition": "true" | $.TransformationRules[3].RuleExpression.dmlPolicies[0].filterCondition: filterCondition has no effect unless dmlAction is Filter
            {\\"conflictMode\\"        | {\\"keyColumns\\": [], \\"conflictMode\\" | $.JobSettings.ChannelSettings: in the JSON of this text, at 1:33, $.destinationChannelSettings.keyColumns: "keyColumns" has no effect here: there is no destination Kafka
            """)
    void tellsWhatTheUserShouldKnow(String piece, String replacement, String note) {
        assertThat(notes(Samples.with(Samples.REALTIME, piece, replacement))).contains(note);
    }

    @Test
    void tellsOfRulesWithoutEffect() {
        String text = Samples.REALTIME
                .replace("\"RuleActionType\": \"DefinePrimaryKey\"", "\"RuleActionType\": \"DefinePartitionKey\"")
                .replace(
                        "{\"RuleName\": \"ods\", \"RuleActionType\": \"Rename\", \"RuleTargetType\": \"Schema\" },", "")
                .replace("\"RuleTargetType\": \"Schema\"", "\"RuleTargetType\": \"Database\"");

        assertThat(notes(text))
                .contains(
                        "$.TransformationRules[0].RuleName: no mapping uses this rule",
                        "$.TransformationRules[0].RuleTargetType: rows go to the database of the destination's data source; the new name is only for columns with DB_NAME_SRC_TRANSED",
                        "$.TransformationRules[4].RuleActionType: DefinePartitionKey has no effect here: a table has the partitions that it was created with");
    }

    @Test
    void tellsOfRulesThatTheKindOfJobGivesNoEffect() {
        String text = Samples.REALTIME
                .replace("DatabaseRealtimeMigration", "DatabaseOfflineMigration")
                .replace("FullAndRealtimeIncremental", "Full");

        assertThat(notes(text))
                .contains(
                        "$.TableMappings[0].TransformationRules[3].RuleActionType: HandleDml has no effect in a job of the MigrationType Full");
    }

    @Test
    void namesOfTheSourceAreNoVariablesOfTheRun() {
        ParseResult<Job> result = TestConnectors.PARSER.readAny(
                new JobText("j.json", Samples.REALTIME), TestConnectors.given(Map.of("srcTableName", "x")));

        assertThat(result.value())
                .get()
                .satisfies(job -> assertThat(job.variables()).isEmpty());
        assertThat(result.notes())
                .map(Note::message)
                .contains("the variable \"srcTableName\" is given, but the file does not use it");
    }

    @Test
    void inBatchJobsTheyAreVariablesLikeAllOthers() {
        String text = Samples.with(Samples.V2, "\"where\": \"\"", "\"where\": \"t = '${srcTableName}'\"");
        Variables variables = TestConnectors.given(Map.of("srcTableName", "x"));

        Job job = TestConnectors.PARSER.parseAny(new JobText("j.json", text), variables);

        assertThat(job).isInstanceOf(BatchJob.class);
        assertThat(job.variables()).containsEntry("${srcTableName}", "x");
    }

    @Test
    void otherVariablesHaveTheValuesOfTheRun() {
        String text = Samples.with(
                        Samples.REALTIME, "{\"DataSourceName\": \"copy\"}", "{\"DataSourceName\": \"${to}_$bizdate\"}")
                .replace("\"TableMappings\"", "\"parameters\": {\"to\": \"copy\"}, \"TableMappings\"");

        Job job = TestConnectors.PARSER.parseAny(new JobText("j.json", text), TestConnectors.VARIABLES);

        assertThat(((RealtimeJob) job).destination()).isEqualTo(new RealtimeDestination.Named("copy_20240229"));
    }

    private static List<String> notes(String text) {
        ParseResult<Job> result = TestConnectors.PARSER.readAny(new JobText("j.json", text), TestConnectors.VARIABLES);
        assertThat(result.faults()).isEmpty();
        return result.notes().stream()
                .map(note -> note.path() + ": " + note.message())
                .toList();
    }
}
