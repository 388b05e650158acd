package dev.sluice.job;

/** Good files, from which tests make others by changing a word. */
final class Samples {
    static final String V2 = """
            {
              "type": "job",
              "version": "2.0",
              "steps": [
                {
                  "stepType": "postgresql",
                  "parameter": {"datasource": "src", "table": "public.t", "column": ["a", "b"], "where": ""},
                  "name": "Reader",
                  "category": "reader"
                },
                {
                  "stepType": "stream",
                  "parameter": {"print": true},
                  "name": "Writer",
                  "category": "writer"
                }
              ],
              "setting": {
                "errorLimit": {"record": "0"},
                "speed": {"throttle": true, "concurrent": 1, "mbps": "12"}
              },
              "order": {"hops": [{"from": "Reader", "to": "Writer"}]}
            }
            """;

    static final String CLASSIC = """
            {
              "job": {
                "content": [{
                  "reader": {
                    "name": "postgresqlreader",
                    "parameter": {
                      "username": "u", "password": "geheim", "column": ["id", "v"],
                      "connection": [{"jdbcUrl": ["jdbc:postgresql://h:5432/db?password=geheim"], "table": ["public.t"]}]
                    }
                  },
                  "writer": {
                    "name": "postgresqlwriter",
                    "parameter": {
                      "username": "u", "password": "geheim", "column": ["id", "v"], "preSql": ["delete from @table"],
                      "connection": [{"jdbcUrl": "jdbc:postgresql://h:5432/db2", "table": ["public.t2"]}]
                    }
                  },
                  "transformer": []
                }],
                "setting": {"speed": {"channel": 3}, "errorLimit": {"record": 0, "percentage": 0.02}}
              }
            }
            """;

    static final String DATA_SOURCE = """
            {
              "name": "shop",
              "type": "postgresql",
              "address": [{"host": "db1", "port": 5432}, {"host": "db2", "port": "5433"}],
              "database": "shop",
              "username": "${env:DB_USER}",
              "password": "${env:DB_PASSWORD}",
              "properties": {"ApplicationName": "sluice"},
              "securityProtocol": "AuthTypeSsl",
              "truststoreFile": "tls/ca.pem",
              "keystoreFile": "tls/client.crt",
              "keyFile": "tls/client.pk8",
              "clientPassword": "${env:KEY_PASSWORD}",
              "envType": "Prod",
              "description": "The shop"
            }
            """;

    static final String REALTIME = """
            {
              "Name": "Shop live", "Description": "all of it", "ProjectId": 1, "Owner": "o", "ResourceSettings": {},
              "JobType": "DatabaseRealtimeMigration", "MigrationType": "FullAndRealtimeIncremental",
              "SourceDataSourceType": "PostgreSQL", "DestinationDataSourceType": "PostgreSQL",
              "SourceDataSourceSettings": [
                {"DataSourceName": "shop", "DataSourceProperties": {"Encoding": "UTF-8", "Timezone": "Asia/Tokyo"}}],
              "DestinationDataSourceSettings": [{"DataSourceName": "copy"}],
              "TransformationRules": [
                {"RuleName": "ods", "RuleActionType": "Rename", "RuleTargetType": "Schema",
                 "RuleExpression": "{\\"expression\\": \\"ods_${srcSchemaName}\\"}"},
                {"RuleName": "strip", "RuleActionType": "Rename", "RuleTargetType": "Table",
                 "RuleExpression": {"expression": "${srcTableName}", "variables": [
                   {"variableName": "srcTableName", "variableRules": [{"from": "^t_(.*)$", "to": "$1"}]}]}},
                {"RuleName": "origin", "RuleActionType": "AddColumn", "RuleTargetType": "Table",
                 "RuleExpression": "{\\"columns\\": [{\\"columnName\\": \\"src\\", \\"columnValueType\\": \\"Variable\\", \\"columnValue\\": \\"TABLE_NAME_SRC\\"}]}"},
                {"RuleName": "soft", "RuleActionType": "HandleDml", "RuleTargetType": "Table",
                 "RuleExpression": {"dmlPolicies": [{"dmlType": "Delete", "dmlAction": "LogicalDelete"}]}},
                {"RuleName": "key", "RuleActionType": "DefinePrimaryKey", "RuleTargetType": "Table",
                 "RuleExpression": {"columns": ["event_id"]}}
              ],
              "TableMappings": [
                {"SourceObjectSelectionRules": [
                   {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                   {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": "t_.*"},
                   {"ObjectType": "Table", "Action": "Exclude", "ExpressionType": "Regex", "Expression": ".*_bak"}],
                 "TransformationRules": [
                   {"RuleName": "ods", "RuleActionType": "Rename", "RuleTargetType": "Schema" },
                   {"RuleName": "strip", "RuleActionType": "Rename", "RuleTargetType": "Table" },
                   {"RuleName": "origin", "RuleActionType": "AddColumn", "RuleTargetType": "Table" },
                   {"RuleName": "soft", "RuleActionType": "HandleDml", "RuleTargetType": "Table" }]},
                {"SourceObjectSelectionRules": [{"ObjectType": "Table", "Expression": "events"}],
                 "TransformationRules": [{"RuleName": "key", "RuleActionType": "DefinePrimaryKey", "RuleTargetType": "Table" }]}
              ],
              "JobSettings": {
                "ChannelSettings": "{\\"destinationChannelSettings\\": {\\"conflictMode\\": \\"ignore\\"}}",
                "ColumnDataTypeSettings": [{"SourceDataType": "money", "DestinationDataType": "numeric"}],
                "DdlHandlingSettings": [{"Type": "DropColumn", "Action": "Ignore"}],
                "RuntimeSettings": [
                  {"Name": "runtime.offline.concurrent", "Value": "8"},
                  {"Name": "dst.offline.truncate", "Value": "true"}]
              }
            }
            """;

    private Samples() {}

    /** Returns a sample with one piece replaced, which must be there exactly once. */
    static String with(String sample, String piece, String replacement) {
        int at = sample.indexOf(piece);
        if (at < 0 || sample.indexOf(piece, at + 1) >= 0) {
            throw new IllegalArgumentException("the sample has not exactly one " + piece);
        }
        return sample.replace(piece, replacement);
    }
}
