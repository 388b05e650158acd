package dev.sluice.job;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real-time jobs that are wrong in one place outside of their rules, and what is said about them. A backtick stands for a double quote, an acute accent
 * for one inside a text.
 */
final class BrokenRealtimeJobTest {
    static Stream<BrokenFile> files() {
        return Stream.of(
                BrokenFile.realtime(
                        "no job type",
                        "`JobType`: `DatabaseRealtimeMigration`, ",
                        "",
                        "1:1: $: the required key `JobType` is missing; allowed is one of SingleTableRealtimeMigration, DatabaseRealtimeMigration, DatabaseOfflineMigration"),
                BrokenFile.realtime(
                        "an unknown job type",
                        "`JobType`: `DatabaseRealtimeMigration`",
                        "`JobType`: `TableRealtimeMigration`",
                        "3:14: $.JobType: `TableRealtimeMigration` is not allowed; allowed is one of SingleTableRealtimeMigration, DatabaseRealtimeMigration, DatabaseOfflineMigration"),
                BrokenFile.realtime(
                        "no migration type",
                        "`MigrationType`: `FullAndRealtimeIncremental`,",
                        "",
                        "1:1: $: the required key `MigrationType` is missing; allowed is one of FullAndRealtimeIncremental, RealtimeIncremental, Full, OfflineIncremental, FullAndOfflineIncremental"),
                BrokenFile.realtime(
                        "a copy in a job for real time",
                        "`MigrationType`: `FullAndRealtimeIncremental`",
                        "`MigrationType`: `Full`",
                        "3:60: $.MigrationType: Full does not fit the JobType DatabaseRealtimeMigration; allowed there: FullAndRealtimeIncremental, RealtimeIncremental"),
                BrokenFile.realtime(
                        "real time in a job for copies",
                        "`JobType`: `DatabaseRealtimeMigration`",
                        "`JobType`: `DatabaseOfflineMigration`",
                        "3:59: $.MigrationType: FullAndRealtimeIncremental does not fit the JobType DatabaseOfflineMigration; allowed there: Full, OfflineIncremental, FullAndOfflineIncremental"),
                BrokenFile.realtime(
                        "an unknown key",
                        "`JobSettings`: {",
                        "`JobSetting`: {",
                        "34:3: $.JobSetting: unknown key `JobSetting`; did you mean `JobSettings`?"),
                BrokenFile.realtime(
                        "a key of an older interface",
                        "`Name`: `Shop live`",
                        "`JobName`: `Shop live`, `DIJobId`: 7",
                        "1:1: $: the job has no name; allowed is `Name`, `Id`, or both",
                        "2:3: $.JobName: `JobName` is refused: it is spelled `Name`",
                        "2:27: $.DIJobId: `DIJobId` is refused: it is spelled `Id`"),
                BrokenFile.realtime(
                        "no name",
                        "`Name`: `Shop live`",
                        "`Name`: ``",
                        "1:1: $: the job has no name; allowed is `Name`, `Id`, or both"),
                BrokenFile.realtime(
                        "a name without a letter for the slot",
                        "`Name`: `Shop live`",
                        "`Name`: `订单`",
                        "2:11: $.Name: nothing in `订单` can be part of a slot's name; allowed is a name with a letter a to z or a digit, or an `Id` beside it"),
                BrokenFile.realtime(
                        "an id that no slot can hold",
                        "`Name`: `Shop live`",
                        "`Id`: `Shop-1`",
                        "2:9: $.Id: `Shop-1` cannot be part of a slot's name; allowed are a to z, digits and _, up to 55 characters"),
                BrokenFile.realtime(
                        "a source that is no PostgreSQL",
                        "`SourceDataSourceType`: `PostgreSQL`",
                        "`SourceDataSourceType`: `MySQL`",
                        "4:27: $.SourceDataSourceType: `MySQL` is refused: Sluice follows changes of PostgreSQL only"),
                BrokenFile.realtime(
                        "an unknown source",
                        "`SourceDataSourceType`: `PostgreSQL`",
                        "`SourceDataSourceType`: `Postgres`",
                        "4:27: $.SourceDataSourceType: `Postgres` is not allowed; allowed is PostgreSQL"),
                BrokenFile.realtime(
                        "a destination that is no PostgreSQL",
                        "`DestinationDataSourceType`: `PostgreSQL`",
                        "`DestinationDataSourceType`: `hologres`",
                        "4:70: $.DestinationDataSourceType: `hologres` is refused: a real-time job writes to PostgreSQL or stream"),
                BrokenFile.realtime(
                        "no source",
                        "[\n    {`DataSourceName`: `shop`, `DataSourceProperties`: {`Encoding`: `UTF-8`, `Timezone`: `Asia/Tokyo`}}]",
                        "[]",
                        "5:31: $.SourceDataSourceSettings: the list is empty; allowed is one source"),
                BrokenFile.realtime(
                        "two sources",
                        "{`DataSourceName`: `shop`,",
                        "{`DataSourceName`: `other`}, {`DataSourceName`: `shop`,",
                        "5:31: $.SourceDataSourceSettings: a job has one source; allowed is one entry: make a job of each"),
                BrokenFile.realtime(
                        "a source without a name",
                        "{`DataSourceName`: `shop`,",
                        "{`DatasourceName`: `shop`,",
                        "6:5: $.SourceDataSourceSettings[0]: the required key `DataSourceName` is missing; allowed is a text",
                        "6:6: $.SourceDataSourceSettings[0].DatasourceName: unknown key `DatasourceName`; did you mean `DataSourceName`?"),
                BrokenFile.realtime(
                        "a time zone that is none",
                        "`Asia/Tokyo`",
                        "`Tokyo time`",
                        "6:90: $.SourceDataSourceSettings[0].DataSourceProperties.Timezone: `Tokyo time` is not allowed; allowed is a time zone such as Europe/Berlin or GMT+8"),
                BrokenFile.realtime(
                        "no destination",
                        "`DestinationDataSourceSettings`: [{`DataSourceName`: `copy`}],",
                        "",
                        "1:1: $: the destination is missing; allowed is `DestinationDataSourceSettings` with one data source, or `DestinationDataSourceType`: `stream`"),
                BrokenFile.realtime(
                        "an empty list of destinations",
                        "`DestinationDataSourceSettings`: [{`DataSourceName`: `copy`}],",
                        "`DestinationDataSourceSettings`: [],",
                        "7:36: $.DestinationDataSourceSettings: the list is empty; allowed is one destination"),
                BrokenFile.realtime(
                        "two destinations",
                        "[{`DataSourceName`: `copy`}]",
                        "[{`DataSourceName`: `copy`}, {`DataSourceName`: `copy2`}]",
                        "7:36: $.DestinationDataSourceSettings: a job has one destination; allowed is one entry: make a job of each"),
                BrokenFile.realtime(
                        "a data source for stream",
                        "`DestinationDataSourceType`: `PostgreSQL`",
                        "`DestinationDataSourceType`: `stream`",
                        "7:36: $.DestinationDataSourceSettings: stream has no data source; allowed is an empty list, or another type"),
                BrokenFile.realtime(
                        "a variable with a slip",
                        "`Description`: `all of it`",
                        "`Description`: `${srcTablName}`",
                        "2:40: $.Description: the variable `srcTablName` has no value (did you mean `srcTableName`?); allowed is to give one with -p srcTablName=VALUE, or in the job's `parameters`"),
                BrokenFile.realtime(
                        "a variable without a value",
                        "`Description`: `all of it`",
                        "`Description`: `${day}`",
                        "2:40: $.Description: the variable `day` has no value; allowed is to give one with -p day=VALUE, or in the job's `parameters`"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(BrokenFile file) {
        file.check();
    }
}
