package dev.sluice.job;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real-time jobs with a setting that is wrong, and what is said about them. A backtick stands for a double quote, an acute accent
 * for one inside a text.
 */
final class BrokenRealtimeSettingsTest {
    static Stream<BrokenFile> files() {
        return Stream.of(
                BrokenFile.realtime(
                        "an unknown kind of DDL",
                        "`Type`: `DropColumn`",
                        "`Type`: `AddIndex`",
                        "37:38: $.JobSettings.DdlHandlingSettings[0].Type: `AddIndex` is not allowed; allowed is one of AddColumn, DropColumn, RenameColumn, ModifyColumn, CreateTable, RenameTable, DropTable, TruncateTable"),
                BrokenFile.realtime(
                        "an unknown policy",
                        "`Type`: `DropColumn`, `Action`: `Ignore`",
                        "`Type`: `DropColumn`, `Action`: `Stop`",
                        "37:62: $.JobSettings.DdlHandlingSettings[0].Action: `Stop` is not allowed; allowed is one of Normal, Ignore, Alert, Critical"),
                BrokenFile.realtime(
                        "a policy with another name",
                        "`Type`: `DropColumn`, `Action`: `Ignore`",
                        "`Type`: `DropColumn`, `Action`: `Error`",
                        "37:62: $.JobSettings.DdlHandlingSettings[0].Action: `Error` is refused: it is spelled Critical"),
                BrokenFile.realtime(
                        "two policies for one kind",
                        "{`Type`: `DropColumn`, `Action`: `Ignore`}",
                        "{`Type`: `DropColumn`, `Action`: `Ignore`}, {`Type`: `DropColumn`, `Action`: `Normal`}",
                        "37:28: $.JobSettings.DdlHandlingSettings: there are two entries for DropColumn; allowed is one"),
                BrokenFile.realtime(
                        "a wrong mode in a text",
                        "´conflictMode´: ´ignore´",
                        "´conflictMode´: ´update´",
                        "35:24: $.JobSettings.ChannelSettings: in the JSON of this text, at 1:49, $.destinationChannelSettings.conflictMode: `update` is not allowed; allowed is one of replace, ignore"),
                BrokenFile.realtime(
                        "an unknown key in a text",
                        "´conflictMode´: ´ignore´",
                        "´conflictmod´: ´ignore´",
                        "35:24: $.JobSettings.ChannelSettings: in the JSON of this text, at 1:33, $.destinationChannelSettings.conflictmod: unknown key `conflictmod`; did you mean `conflictMode`?"),
                BrokenFile.realtime(
                        "channel settings that are a number",
                        "`{´destinationChannelSettings´: {´conflictMode´: ´ignore´}}`",
                        "7",
                        "35:24: $.JobSettings.ChannelSettings: 7 is not allowed; allowed is an object, or its JSON as a text"),
                BrokenFile.realtime(
                        "a type twice",
                        "{`SourceDataType`: `money`, `DestinationDataType`: `numeric`}",
                        "{`SourceDataType`: `money`, `DestinationDataType`: `numeric`}, {`SourceDataType`: `money`, `DestinationDataType`: `text`}",
                        "36:31: $.JobSettings.ColumnDataTypeSettings: there are two entries for money; allowed is one"),
                BrokenFile.realtime(
                        "a type without another",
                        "{`SourceDataType`: `money`, `DestinationDataType`: `numeric`}",
                        "{`SourceDataType`: `money`}",
                        "36:32: $.JobSettings.ColumnDataTypeSettings[0]: the required key `DestinationDataType` is missing; allowed is a text"),
                BrokenFile.realtime(
                        "a runtime setting with a slip",
                        "`runtime.offline.concurrent`",
                        "`runtime.offline.concurent`",
                        "39:16: $.JobSettings.RuntimeSettings['runtime.offline.concurent']: unknown key `runtime.offline.concurent`; did you mean `runtime.offline.concurrent`?"),
                BrokenFile.realtime(
                        "a runtime setting out of its range",
                        "`runtime.offline.concurrent`, `Value`: `8`",
                        "`runtime.realtime.failover.minute.dataxcdc`, `Value`: 61",
                        "39:70: $.JobSettings.RuntimeSettings[0].Value: 61 is not allowed; allowed is a whole number from 1 to 60"),
                BrokenFile.realtime(
                        "a runtime setting that is no number",
                        "`Value`: `8`",
                        "`Value`: `many`",
                        "39:55: $.JobSettings.RuntimeSettings[0].Value: `many` is not allowed; allowed is a whole number from 1 to 64"),
                BrokenFile.realtime(
                        "a runtime setting that is an object",
                        "`Value`: `true`",
                        "`Value`: {}",
                        "40:49: $.JobSettings.RuntimeSettings[1].Value: an object is not allowed; allowed is true or false"),
                BrokenFile.realtime(
                        "a runtime setting twice",
                        "`dst.offline.truncate`, `Value`: `true`",
                        "`runtime.offline.concurrent`, `Value`: 1",
                        "40:16: $.JobSettings.RuntimeSettings[1].Name: `runtime.offline.concurrent` is here twice; allowed is once"),
                BrokenFile.realtime(
                        "a runtime setting without a name",
                        "{`Name`: `dst.offline.truncate`, `Value`: `true`}",
                        "{`Value`: `true`}, 5",
                        "40:7: $.JobSettings.RuntimeSettings[1]: the required key `Name` is missing; allowed is a text",
                        "40:26: $.JobSettings.RuntimeSettings[2]: 5 is not allowed; allowed is an object with `Name` and `Value`"),
                BrokenFile.realtime(
                        "a limit without a number",
                        "`dst.offline.truncate`",
                        "`runtime.offline.speed.limit.enable`",
                        "40:63: $.JobSettings.RuntimeSettings[1].Value: there is no limit to enable; allowed is `runtime.offline.speed.limit.mb` beside it"),
                BrokenFile.realtime(
                        "giving up before the warning",
                        "`runtime.offline.concurrent`, `Value`: `8`",
                        "`sluice.wal.giveup.mb`, `Value`: 100",
                        "39:49: $.JobSettings.RuntimeSettings[0].Value: the job would give up before it warns; allowed is a number of at least 1024, which is sluice.wal.warn.mb"),
                BrokenFile.realtime(
                        "runtime settings that are an object",
                        "`RuntimeSettings`: [",
                        "`RuntimeSettings`: {}, `x`: [",
                        "38:24: $.JobSettings.RuntimeSettings: an object is not allowed; allowed is a list of objects with `Name` and `Value`",
                        "38:28: $.JobSettings.x: unknown key `x`; allowed: DdlHandlingSettings, ChannelSettings, RuntimeSettings, ColumnDataTypeSettings, CycleScheduleSettings"),
                BrokenFile.realtime(
                        "later runs of an unknown kind",
                        "`JobSettings`: {",
                        "`JobSettings`: {`CycleScheduleSettings`: {`CycleMigrationType`: `Daily`},",
                        "34:67: $.JobSettings.CycleScheduleSettings.CycleMigrationType: `Daily` is not allowed; allowed is one of Full, OfflineIncremental"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(BrokenFile file) {
        file.check();
    }
}
