package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KeyTableTest {
    @Test
    void listsEveryKeyWithTypeDefaultAndMeaning() {
        assertThat(KeyTable.of(TestConnectors.DB_WRITER.options())).isEqualTo("""
                        | Key | Type | Default | Required | Meaning |
                        |---|---|---|---|---|
                        | `datasource` | text |  |  | The name of the data source. |
                        | `table` | list of texts, or one text |  |  | The table, with or without its schema; or a list of tables of one form. |
                        | `connection` | list of objects |  |  | The database and its tables, in the form of classic files. One entry. |
                        | `connection[].datasource` | text |  |  | The name of the data source. |
                        | `connection[].jdbcUrl` | list of texts, or one text |  |  | The JDBC address; several are tried in their order. |
                        | `connection[].table` | list of texts, or one text |  |  | The table, with or without its schema; or a list of tables of one form. |
                        | `username` | text |  |  | The user name, where the step has a `connection` with `jdbcUrl`. |
                        | `password` | text |  |  | The password that goes with `username`. |
                        | `column` | list of texts, or one text |  | yes | The columns. |
                        | `writeMode` | one of insert, copy, upsert | `"insert"` |  | How rows are written \\| or not. |
                        | `preSql` | list of texts, or one text | `[ ]` |  | Statements to run before. |
                        | `postSql` | list of texts, or one text |  |  | Statements to run after. |
                        | `batchSize` | whole number of at least 1 |  |  | Accepted. |
                        | `pgType` | object of texts | `{ }` |  | Types. |
                        """);
    }

    @Test
    void goesIntoTheObjectsOfEveryFile() {
        assertThat(KeyTable.batchJob(TestConnectors.ALL))
                .contains(
                        "| `steps[].stepType` | one of postgresql, stream, postgresqlreader, ",
                        "| `setting.speed.concurrent` | whole number from 1 to 64 |",
                        "| `order.hops[].from` | text |  | yes |");
        assertThat(KeyTable.classicJob(TestConnectors.ALL))
                .contains(
                        "| `job.content[].reader.name` | one of postgresqlreader, streamreader, postgresql, stream |  | yes |",
                        "| `job.setting.errorLimit.record` | whole number of at least 0 |");
        assertThat(KeyTable.dataSource()).contains("| `address[].port` | whole number from 1 to 65535 | `5432` |");
    }

    @Test
    void listsWhatRealtimeJobsKnowByName() {
        assertThat(KeyTable.realtimeJob())
                .contains(
                        "| `TableMappings[].SourceObjectSelectionRules[].Action` | one of Include, Exclude | `\"Include\"` |",
                        "| `JobSettings.ChannelSettings.destinationChannelSettings.writeMode` | one of replay, insert |",
                        "Default: AddColumn Normal, DropColumn Alert, ");
        assertThat(KeyTable.ruleExpressions())
                .containsOnlyKeys(
                        "Rename",
                        "AddColumn",
                        "DefinePrimaryKey",
                        "HandleDml",
                        "DefineIncrementalCondition",
                        "DefineCycleScheduleSettings",
                        "DefinePartitionKey");
        assertThat(KeyTable.ruleExpressions().get("Rename"))
                .contains("| `variables[].variableRules[].from` | text |  | yes |");
        assertThat(KeyTable.runtimeSettings())
                .contains("| `runtime.realtime.failover.minute.dataxcdc` | whole number from 1 to 60 | `30` |");
    }
}
