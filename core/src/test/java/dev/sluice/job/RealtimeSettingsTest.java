package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RealtimeSettingsTest {
    private static final long MEGABYTE = 1_048_576;

    @Test
    void silenceMeansTheDocumentedDefaults() {
        RealtimeSettings settings = read("{}");

        assertThat(settings.runtime())
                .isEqualTo(new RuntimeSettings(
                        new CopySettings(
                                4,
                                4,
                                new Speed(4, OptionalLong.empty(), OptionalLong.empty()),
                                CopySettings.ExistingRows.KEEP,
                                CopySettings.MissingSchemas.CREATE),
                        new FollowSettings(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                FollowSettings.Transfer.AUTO,
                                FollowSettings.Origins.ANY,
                                FollowSettings.DdlCapture.AUTO,
                                FollowSettings.LargeTransactions.HERE),
                        new Failover(Duration.ofMinutes(30), 3),
                        new WalGuard(1_024 * MEGABYTE, OptionalLong.empty())));
        assertThat(settings.channel()).isEqualTo(ChannelSettings.STANDARD);
        assertThat(settings).isEqualTo(RealtimeSettingKeys.silent()).isEqualTo(read("null"));
    }

    @Test
    void readsEveryRuntimeSetting() {
        RuntimeSettings runtime = read("""
                {"RuntimeSettings": [
                  {"Name": "runtime.offline.concurrent", "Value": "8"},
                  {"Name": "src.offline.datasource.max.connection", "Value": 6},
                  {"Name": "dst.offline.connection.max", "Value": "5"},
                  {"Name": "runtime.offline.speed.limit.enable", "Value": "true"},
                  {"Name": "runtime.offline.speed.limit.mb", "Value": "0.5"},
                  {"Name": "dst.offline.truncate", "Value": true},
                  {"Name": "runtime.enable.auto.create.schema", "Value": "false"},
                  {"Name": "runtime.realtime.concurrent", "Value": 4},
                  {"Name": "dst.realtime.connection.max", "Value": 2},
                  {"Name": "runtime.realtime.failover.minute.dataxcdc", "Value": "60"},
                  {"Name": "runtime.realtime.failover.times.dataxcdc", "Value": "100"},
                  {"Name": "sluice.acknowledge.seconds", "Value": 1},
                  {"Name": "sluice.heartbeat.seconds", "Value": 0},
                  {"Name": "sluice.wal.warn.mb", "Value": 10},
                  {"Name": "sluice.wal.giveup.mb", "Value": 20},
                  {"Name": "sluice.transfer", "Value": "text"},
                  {"Name": "sluice.origin", "Value": "none"},
                  {"Name": "sluice.ddl.capture", "Value": "catalogue"},
                  {"Name": "sluice.large.transactions", "Value": "source"}]}""").runtime();

        assertThat(runtime)
                .isEqualTo(new RuntimeSettings(
                        new CopySettings(
                                6,
                                5,
                                new Speed(8, OptionalLong.of(MEGABYTE / 2), OptionalLong.empty()),
                                CopySettings.ExistingRows.TRUNCATE,
                                CopySettings.MissingSchemas.REFUSE),
                        new FollowSettings(
                                Duration.ofSeconds(1),
                                Duration.ZERO,
                                FollowSettings.Transfer.TEXT,
                                FollowSettings.Origins.NONE,
                                FollowSettings.DdlCapture.CATALOGUE,
                                FollowSettings.LargeTransactions.SOURCE),
                        new Failover(Duration.ofMinutes(60), 100),
                        new WalGuard(10 * MEGABYTE, OptionalLong.of(20 * MEGABYTE))));
        assertThat(runtime.copy().channels()).isEqualTo(5);
        assertThat(runtime.copy().bytesPerSecond()).hasValue(MEGABYTE / 2);
    }

    @Test
    void statedPoliciesTakeThePlaceOfStandards() {
        DdlHandling ddl = read("""
                {"DdlHandlingSettings": [
                  {"Type": "CreateTable", "Action": "IGNORE"}, {"Type": "DropTable", "Action": "Normal"}]}""").ddl();

        assertThat(List.of(DdlKind.values()))
                .map(kind -> kind + " " + ddl.of(kind))
                .containsExactly(
                        "AddColumn Normal",
                        "DropColumn Alert",
                        "RenameColumn Critical",
                        "ModifyColumn Critical",
                        "CreateTable Ignore",
                        "RenameTable Critical",
                        "DropTable Normal",
                        "TruncateTable Normal");
    }

    @Test
    void readsChannelsAndTypes() {
        RealtimeSettings settings = read("""
                {"ChannelSettings": {"destinationChannelSettings":
                   {"conflictMode": "ignore", "writeMode": "insert", "dynamicColumnAction": "ignore"}},
                 "ColumnDataTypeSettings": [{"SourceDataType": "money", "DestinationDataType": "numeric(20, 2)"}]}""");

        assertThat(settings.channel())
                .isEqualTo(new ChannelSettings(
                        ChannelSettings.Conflict.IGNORE,
                        ChannelSettings.Write.INSERT,
                        ChannelSettings.DynamicColumns.IGNORE));
        assertThat(settings.columnTypes()).containsExactly(new ColumnTypeMapping("money", "numeric(20, 2)"));
    }

    @Test
    void recordsRefuseWhatIsOutOfRange() {
        Speed speed = new Speed(1, OptionalLong.empty(), OptionalLong.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CopySettings(
                        0, 1, speed, CopySettings.ExistingRows.KEEP, CopySettings.MissingSchemas.CREATE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Failover(Duration.ofSeconds(59), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Failover(Duration.ofMinutes(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WalGuard(0, OptionalLong.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new WalGuard(2, OptionalLong.of(1)));
        assertThat(DdlHandling.of(Map.of()))
                .isEqualTo(DdlHandling.of(Map.of(DdlKind.ADD_COLUMN, DdlPolicy.NORMAL)))
                .hasSameHashCodeAs(DdlHandling.of(Map.of()))
                .isNotEqualTo(DdlHandling.of(Map.of(DdlKind.ADD_COLUMN, DdlPolicy.ALERT)));
        assertThat(List.of(DdlKind.values()))
                .allMatch(kind -> DdlHandling.of(Map.of()).of(kind) == kind.standard());
    }

    private static RealtimeSettings read(String settings) {
        String text = """
                {"Name": "n", "JobType": "DatabaseRealtimeMigration", "MigrationType": "RealtimeIncremental",
                 "SourceDataSourceSettings": [{"DataSourceName": "s"}],
                 "DestinationDataSourceSettings": [{"DataSourceName": "d"}],
                 "TableMappings": [{"SourceObjectSelectionRules": [{"ObjectType": "Table", "Expression": "t"}]}],
                 "JobSettings": %s}
                """.formatted(settings);
        return ((RealtimeJob) TestConnectors.PARSER.parseAny(new JobText("j.json", text), TestConnectors.VARIABLES))
                .settings();
    }
}
