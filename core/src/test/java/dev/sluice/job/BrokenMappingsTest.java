package dev.sluice.job;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real-time jobs with a mapping that is wrong, and what is said about them. A backtick stands for a double quote, an acute accent
 * for one inside a text.
 */
final class BrokenMappingsTest {
    static Stream<BrokenFile> files() {
        return Stream.of(
                BrokenFile.realtime(
                        "mappings that are no list",
                        "`TableMappings`: [",
                        "`TableMappings`: {}, `x`: [",
                        "21:20: $.TableMappings: an object is not allowed; allowed is a list of objects",
                        "21:24: $.x: unknown key `x`; allowed: Name, Id, Description, JobType, MigrationType, SourceDataSourceType, SourceDataSourceSettings, DestinationDataSourceType, DestinationDataSourceSettings, TableMappings, TransformationRules, JobSettings, parameters"),
                BrokenFile.realtime(
                        "no kind of object",
                        "{`ObjectType`: `Table`, `Expression`: `events`}",
                        "{`Expression`: `events`}",
                        "31:37: $.TableMappings[1].SourceObjectSelectionRules[0]: the required key `ObjectType` is missing; allowed is one of Database, Schema, Table"),
                BrokenFile.realtime(
                        "an unknown kind of object",
                        "{`ObjectType`: `Table`, `Expression`: `events`}",
                        "{`ObjectType`: `View`, `Expression`: `events`}",
                        "31:52: $.TableMappings[1].SourceObjectSelectionRules[0].ObjectType: `View` is not allowed; allowed is one of Database, Schema, Table"),
                BrokenFile.realtime(
                        "an unknown action",
                        "`Action`: `Exclude`",
                        "`Action`: `Except`",
                        "25:42: $.TableMappings[0].SourceObjectSelectionRules[2].Action: `Except` is not allowed; allowed is one of Include, Exclude"),
                BrokenFile.realtime(
                        "no expression",
                        "{`ObjectType`: `Table`, `Expression`: `events`}",
                        "{`ObjectType`: `Table`, `Expression`: ` `}",
                        "31:75: $.TableMappings[1].SourceObjectSelectionRules[0].Expression: a value is required; allowed is a text"),
                BrokenFile.realtime(
                        "an expression that is not regular",
                        "`Expression`: `t_.*`",
                        "`Expression`: `t_(.*`",
                        "24:94: $.TableMappings[0].SourceObjectSelectionRules[1].Expression: `t_(.*` is no regular expression (Unclosed group at character 6); allowed is one as Java has them"),
                BrokenFile.realtime(
                        "no rule that chooses",
                        "[{`ObjectType`: `Table`, `Expression`: `events`}]",
                        "[]",
                        "31:36: $.TableMappings[1].SourceObjectSelectionRules: the list is empty and chooses nothing; allowed is at least one rule"),
                BrokenFile.realtime(
                        "rule names of an older interface",
                        "`Expression`: `events`}],",
                        "`Expression`: `events`}], `TransformationRuleNames`: [`key`],",
                        "31:87: $.TableMappings[1].TransformationRuleNames: `TransformationRuleNames` is refused: a rule is named in `TransformationRules`, with action and target"),
                BrokenFile.realtime(
                        "a rule that is not there",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table` }",
                        "{`RuleName`: `kei`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table` }",
                        "32:43: $.TableMappings[1].TransformationRules[0].RuleName: no rule is called `kei`; did you mean `key`?"),
                BrokenFile.realtime(
                        "a rule of another action",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table` }",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePartitionKey`, `RuleTargetType`: `Table` }",
                        "32:68: $.TableMappings[1].TransformationRules[0].RuleActionType: the rule `key` has the action DefinePrimaryKey and the target Table; allowed is to say so here"),
                BrokenFile.realtime(
                        "a rule of another target",
                        "{`RuleName`: `ods`, `RuleActionType`: `Rename`, `RuleTargetType`: `Schema` }",
                        "{`RuleName`: `ods`, `RuleActionType`: `Rename`, `RuleTargetType`: `Database` }",
                        "27:46: $.TableMappings[0].TransformationRules[0].RuleActionType: the rule `ods` has the action Rename and the target Schema; allowed is to say so here"),
                BrokenFile.realtime(
                        "a rule twice",
                        "`RuleActionType`: `HandleDml`, `RuleTargetType`: `Table` }",
                        "`RuleActionType`: `HandleDml`, `RuleTargetType`: `Table` }, {`RuleName`: `soft`, `RuleActionType`: `HandleDml`, `RuleTargetType`: `Table`}",
                        "30:102: $.TableMappings[0].TransformationRules[4].RuleName: the mapping has a rule of action HandleDml and target Table already; allowed is one"),
                BrokenFile.realtime(
                        "a reference without action and target",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table` }",
                        "{`RuleName`: `key`}",
                        "32:30: $.TableMappings[1].TransformationRules[0]: the required key `RuleActionType` is missing; allowed is one of Rename, AddColumn, DefinePrimaryKey, HandleDml, DefineIncrementalCondition, DefineCycleScheduleSettings, DefinePartitionKey",
                        "32:30: $.TableMappings[1].TransformationRules[0]: the required key `RuleTargetType` is missing; allowed is one of Database, Schema, Table"),
                BrokenFile.realtime(
                        "several tables in a job for one",
                        "`JobType`: `DatabaseRealtimeMigration`",
                        "`JobType`: `SingleTableRealtimeMigration`",
                        "21:20: $.TableMappings: the job is for a single table; allowed is one mapping, or the JobType DatabaseRealtimeMigration",
                        "22:36: $.TableMappings[0].SourceObjectSelectionRules: the job is for a single table; allowed is one Include of the ObjectType Table with the ExpressionType Exact, and one of the ObjectType Schema",
                        "31:36: $.TableMappings[1].SourceObjectSelectionRules: the job is for a single table; allowed is one Include of the ObjectType Table with the ExpressionType Exact, and one of the ObjectType Schema"),
                BrokenFile.realtime(
                        "increments without a condition",
                        "`JobType`: `DatabaseRealtimeMigration`, `MigrationType`: `FullAndRealtimeIncremental`",
                        "`JobType`: `DatabaseOfflineMigration`, `MigrationType`: `OfflineIncremental`",
                        "22:5: $.TableMappings[0]: which rows an increment has is not said; allowed is a rule of the action DefineIncrementalCondition among the mapping's `TransformationRules`",
                        "31:5: $.TableMappings[1]: which rows an increment has is not said; allowed is a rule of the action DefineIncrementalCondition among the mapping's `TransformationRules`"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(BrokenFile file) {
        file.check();
    }
}
