package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.SyncException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RealtimeJobTest {
    @Test
    void readsWhatTheJobIs() {
        RealtimeJob job = read(Samples.REALTIME);

        assertThat(job.identity()).isEqualTo(new JobIdentity("shop_live", "Shop live", Optional.of("all of it")));
        assertThat(job.migration())
                .isEqualTo(new Migration(JobType.DATABASE_REALTIME, MigrationType.FULL_AND_REALTIME));
        assertThat(job.source()).isEqualTo(new RealtimeSource("shop", Optional.of(ZoneId.of("Asia/Tokyo"))));
        assertThat(job.destination()).isEqualTo(new RealtimeDestination.Named("copy"));
        assertThat(job.name()).isEqualTo("Shop live");
    }

    @Test
    void readsRulesFromTextsAndObjectsAlike() {
        TableMapping mapping = read(Samples.REALTIME).mappings().get(0);

        assertThat(mapping.renaming().destinationOf("shop", "db", "public", "t_orders"))
                .isEqualTo(new TableName("ods_public", "orders"));
        assertThat(mapping.addedColumns())
                .containsExactly(new AddedColumn("src", new AddedColumn.Variable(ColumnVariable.TABLE_NAME_SRC)));
        assertThat(mapping.dml())
                .isEqualTo(new DmlHandling(
                        new DmlAction.Normal(), new DmlAction.Normal(), new DmlAction.LogicalDelete("_deleted")));
        assertThat(mapping.primaryKey()).isEmpty();
    }

    @Test
    void silenceInAMappingMeansThatNothingIsChanged() {
        TableMapping mapping = new TableMapping(TableSelectionTest.selection("+table=a"), List.of());

        assertThat(mapping.renaming().destinationOf("d", "b", "s", "t")).isEqualTo(new TableName("s", "t"));
        assertThat(mapping.dml()).isEqualTo(DmlHandling.NORMAL);
        assertThat(mapping.addedColumns()).isEmpty();
        assertThat(mapping.incrementalCondition()).isEmpty();
        assertThat(mapping.schedule()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"public, t_1, 0", "public, events, 1", "other, events, 1", "other, t_1, 1", "public, t_1_bak, -1"})
    void aTableBelongsToTheFirstMappingThatChoosesIt(String schema, String table, int index) {
        String events = "[{\"ObjectType\": \"Table\", \"Expression\": \"events\"}";
        RealtimeJob job = read(Samples.with(
                Samples.REALTIME, events, events + ", {\"ObjectType\": \"Table\", \"Expression\": \"t_1\"}"));

        assertThat(job.mappingOf("db", new TableName(schema, table))
                        .map(job.mappings()::indexOf)
                        .orElse(-1))
                .isEqualTo(index);
    }

    @Test
    void streamNeedsNoDataSource() {
        String stream = Samples.with(
                Samples.REALTIME,
                "\"DestinationDataSourceType\": \"PostgreSQL\"",
                "\"DestinationDataSourceType\": \"stream\"");
        String alone = Samples.with(stream, "\"DestinationDataSourceSettings\": [{\"DataSourceName\": \"copy\"}],", "");

        assertThat(read(alone).destination()).isEqualTo(new RealtimeDestination.Stream());
    }

    @Test
    void typesMayBeLeftOut() {
        String text = Samples.with(
                Samples.REALTIME,
                "\"SourceDataSourceType\": \"PostgreSQL\", \"DestinationDataSourceType\": \"PostgreSQL\",",
                "");

        assertThat(read(text).destination()).isEqualTo(new RealtimeDestination.Named("copy"));
    }

    @Test
    void anIdIsTakenAsItIs() {
        RealtimeJob job = read(Samples.with(Samples.REALTIME, "\"Name\": \"Shop live\"", "\"Id\": 11792"));

        assertThat(job.identity().slot()).isEqualTo("di_slot_11792");
        assertThat(job.name()).isEqualTo("11792");
    }

    @Test
    void aNameInQuotesMeansTheSame() {
        String text =
                Samples.with(Samples.REALTIME, "\"Expression\": \"events\"", "\"Expression\": \"\\\"Ev\\\"\\\"1\\\"\"");

        assertThat(read(text).mappings().get(1).selection().matches("d", "s", "Ev\"1"))
                .isTrue();
    }

    @Test
    void copiesTakeIncrementsByACondition() {
        RealtimeJob job = read(INCREMENTS);

        assertThat(job.migration().type().copiesIncrements()).isTrue();
        assertThat(job.mappings().get(0).incrementalCondition()).hasValue("day = '20240229' and note <> '${x}'");
        assertThat(job.mappings().get(0).schedule()).hasValue("0 0 2 * * ?");
        assertThat(job.settings().cycle()).hasValue(CycleMigration.OFFLINE_INCREMENTAL);
        assertThat(job.variables()).containsEntry("${day}", "20240229");
    }

    private static final String INCREMENTS = """
            {"Name": "n", "JobType": "DatabaseOfflineMigration", "MigrationType": "FullAndOfflineIncremental",
             "SourceDataSourceSettings": [{"DataSourceName": "s"}], "DestinationDataSourceSettings": [{"DataSourceName": "d"}],
             "TransformationRules": [
               {"RuleName": "new", "RuleActionType": "DefineIncrementalCondition", "RuleTargetType": "Table",
                "RuleExpression": "{\\"where\\": \\"day = '${day}' and note <> '$${x}'\\"}"},
               {"RuleName": "nightly", "RuleActionType": "DefineCycleScheduleSettings", "RuleTargetType": "Table",
                "RuleExpression": {"cronExpress": "0 0 2 * * ?", "cycleType": "1"}}],
             "TableMappings": [{
               "SourceObjectSelectionRules": [{"ObjectType": "Table", "Expression": "t"}],
               "TransformationRules": [
                 {"RuleName": "new", "RuleActionType": "DefineIncrementalCondition", "RuleTargetType": "Table"},
                 {"RuleName": "nightly", "RuleActionType": "DefineCycleScheduleSettings", "RuleTargetType": "Table"}]}],
             "JobSettings": {"CycleScheduleSettings": {
               "CycleMigrationType": "OfflineIncremental", "ScheduleParameters": "day=$bizdate"}}}
            """;

    @Test
    void listsEveryFaultInOneException() {
        String text = Samples.REALTIME.replace("event_id", "").replace("\"money\"", "[]");

        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> TestConnectors.PARSER.parseAny(new JobText("j.json", text), TestConnectors.VARIABLES))
                .withMessageContainingAll("j.json:19:36: $.TransformationRules[4]", "j.json:36:51: $.JobSettings");
    }

    @Test
    void recordsRefuseWhatDoesNotFit() {
        RealtimeJob job = read(Samples.REALTIME);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Migration(JobType.DATABASE_OFFLINE, MigrationType.REALTIME));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DmlHandling(new DmlAction.Filter("x"), new DmlAction.Normal(), new DmlAction.Normal()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RealtimeJob(
                        job.identity(),
                        job.migration(),
                        job.source(),
                        job.destination(),
                        List.of(),
                        job.settings(),
                        new Remarks(List.of(), Map.of())));
    }

    private static RealtimeJob read(String text) {
        return (RealtimeJob) TestConnectors.PARSER.parseAny(new JobText("j.json", text), TestConnectors.VARIABLES);
    }
}
