package dev.sluice.job;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real-time jobs with a transformation rule that is wrong, and what is said about them. A backtick stands for a double quote, an acute accent
 * for one inside a text.
 */
final class BrokenRulesTest {
    static Stream<BrokenFile> files() {
        return Stream.of(
                BrokenFile.realtime(
                        "no name",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "{`RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "18:5: $.TransformationRules[4]: the required key `RuleName` is missing; allowed is a text"),
                BrokenFile.realtime(
                        "a name that is too long",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "{`RuleName`: `kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "18:18: $.TransformationRules[4].RuleName: the name is too long; allowed are 50 characters",
                        "32:43: $.TableMappings[1].TransformationRules[0].RuleName: no rule is called `key`; allowed: ods, strip, origin, soft, kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"),
                BrokenFile.realtime(
                        "a name that is there twice",
                        "{`RuleName`: `strip`, `RuleActionType`: `Rename`, `RuleTargetType`: `Table`,",
                        "{`RuleName`: `ods`, `RuleActionType`: `Rename`, `RuleTargetType`: `Schema`,",
                        "11:18: $.TransformationRules[1].RuleName: there is a rule `ods` of this action and target already; allowed is another name",
                        "28:21: $.TableMappings[0].TransformationRules[1].RuleName: no rule is called `strip`; allowed: ods, origin, soft, key"),
                BrokenFile.realtime(
                        "an unknown action",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "{`RuleName`: `key`, `RuleActionType`: `DefineKey`, `RuleTargetType`: `Table`,",
                        "18:43: $.TransformationRules[4].RuleActionType: `DefineKey` is not allowed; allowed is one of Rename, AddColumn, DefinePrimaryKey, HandleDml, DefineIncrementalCondition, DefineCycleScheduleSettings, DefinePartitionKey"),
                BrokenFile.realtime(
                        "an action of an older interface",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "{`RuleName`: `key`, `RuleActionType`: `DefineRuntimeSettings`, `RuleTargetType`: `Table`,",
                        "18:43: $.TransformationRules[4].RuleActionType: `DefineRuntimeSettings` is refused: such settings stand in `JobSettings.RuntimeSettings`"),
                BrokenFile.realtime(
                        "a target that the action does not take",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Schema`,",
                        "18:81: $.TransformationRules[4].RuleTargetType: DefinePrimaryKey is for tables; allowed is Table"),
                BrokenFile.realtime(
                        "no expression",
                        "`RuleExpression`: {`columns`: [`event_id`]}",
                        "`RuleExpression`: null",
                        "19:24: $.TransformationRules[4].RuleExpression: a value is required; allowed is an object, or its JSON as a text"),
                BrokenFile.realtime(
                        "an expression that is a list",
                        "`RuleExpression`: {`columns`: [`event_id`]}",
                        "`RuleExpression`: [`event_id`]",
                        "19:24: $.TransformationRules[4].RuleExpression: a list is not allowed; allowed is an object, or its JSON as a text"),
                BrokenFile.realtime(
                        "an expression that is no JSON",
                        "`{´expression´: ´ods_${srcSchemaName}´}`",
                        "`{´expression´: 'ods'}`",
                        "10:24: $.TransformationRules[0].RuleExpression: in the JSON of this text, at 1:16, $: unexpected single quote; allowed is a value (a text stands in double quotes)"),
                BrokenFile.realtime(
                        "an expression that holds no object",
                        "`{´expression´: ´ods_${srcSchemaName}´}`",
                        "`[1]`",
                        "10:24: $.TransformationRules[0].RuleExpression: in the JSON of this text, at 1:1, $: the text does not hold an object; allowed is one object, in { }"),
                BrokenFile.realtime(
                        "a key with a slip in a text",
                        "`{´expression´: ´ods_${srcSchemaName}´}`",
                        "`{\\n  ´expresion´: ´a´}`",
                        "10:24: $.TransformationRules[0].RuleExpression: in the JSON of this text, at 1:1, $: the required key `expression` is missing; allowed is a text",
                        "10:24: $.TransformationRules[0].RuleExpression: in the JSON of this text, at 2:3, $.expresion: unknown key `expresion`; did you mean `expression`?"),
                BrokenFile.realtime(
                        "an unknown name of the source",
                        "`{´expression´: ´ods_${srcSchemaName}´}`",
                        "`{´expression´: ´$${srcSchemeName}´}`",
                        "10:24: $.TransformationRules[0].RuleExpression: in the JSON of this text, at 1:16, $.expression: there is no name `srcSchemeName`; did you mean `srcSchemaName`?"),
                BrokenFile.realtime(
                        "a key of another action",
                        "`RuleExpression`: {`columns`: [`event_id`]}",
                        "`RuleExpression`: {`column`: [`event_id`]}",
                        "19:24: $.TransformationRules[4].RuleExpression: the required key `columns` is missing; allowed is a list of texts, or one text",
                        "19:25: $.TransformationRules[4].RuleExpression.column: unknown key `column`; did you mean `columns`?"),
                BrokenFile.realtime(
                        "a variable that is none",
                        "{`variableName`: `srcTableName`,",
                        "{`variableName`: `srcTable`,",
                        "13:25: $.TransformationRules[1].RuleExpression.variables[0].variableName: `srcTable` is not allowed; allowed is one of srcDatasourceName, srcDatabaseName, srcSchemaName, srcTableName"),
                BrokenFile.realtime(
                        "a change of a name that is not regular",
                        "`from`: `^t_(.*)$`",
                        "`from`: `^t_[`",
                        "13:68: $.TransformationRules[1].RuleExpression.variables[0].variableRules[0].from: `^t_[` is no regular expression (Unclosed character class at character 4); allowed is one as Java has them"),
                BrokenFile.realtime(
                        "a group that is not there",
                        "`to`: `$1`",
                        "`to`: `$2`",
                        "13:86: $.TransformationRules[1].RuleExpression.variables[0].variableRules[0].to: `$2` asks for a group that `from` does not have; allowed are $1 and the like for groups, and \\$ for the sign itself"),
                BrokenFile.realtime(
                        "a dollar sign for itself",
                        "`to`: `$1`",
                        "`to`: `cost$`",
                        "13:86: $.TransformationRules[1].RuleExpression.variables[0].variableRules[0].to: `cost$` asks for a group that `from` does not have; allowed are $1 and the like for groups, and \\$ for the sign itself"),
                BrokenFile.realtime(
                        "two faults in one text",
                        "´columnName´: ´src´, ´columnValueType´: ´Variable´, ´columnValue´: ´TABLE_NAME_SRC´",
                        "´columnName´: ´´, ´columnValueType´: ´Variable´, ´columnValue´: ´TABLE_NAM_SRC´",
                        "15:24: $.TransformationRules[2].RuleExpression: in the JSON of this text, at 1:29, $.columns[0].columnName: a value is required; allowed is a text",
                        "15:24: $.TransformationRules[2].RuleExpression: in the JSON of this text, at 1:79, $.columns[0].columnValue: there is no variable `TABLE_NAM_SRC`; did you mean `TABLE_NAME_SRC`?"),
                BrokenFile.realtime(
                        "a kind of value that is none",
                        "´columnValueType´: ´Variable´",
                        "´columnValueType´: ´Expression´",
                        "15:24: $.TransformationRules[2].RuleExpression: in the JSON of this text, at 1:55, $.columns[0].columnValueType: `Expression` is not allowed; allowed is one of Constant, Variable"),
                BrokenFile.realtime(
                        "a column without a value",
                        ", ´columnValue´: ´TABLE_NAME_SRC´",
                        "",
                        "15:24: $.TransformationRules[2].RuleExpression: in the JSON of this text, at 1:14, $.columns[0]: the required key `columnValue` is missing; allowed is a text"),
                BrokenFile.realtime(
                        "a column that is added twice",
                        "´columnValue´: ´TABLE_NAME_SRC´}",
                        "´columnValue´: ´TABLE_NAME_SRC´}, {´columnName´: ´src´, ´columnValueType´: ´Constant´, ´columnValue´: ´´}",
                        "15:24: $.TransformationRules[2].RuleExpression: in the JSON of this text, at 1:13, $.columns: the column `src` is here twice; allowed is once"),
                BrokenFile.realtime(
                        "no column to add",
                        "[{´columnName´: ´src´, ´columnValueType´: ´Variable´, ´columnValue´: ´TABLE_NAME_SRC´}]",
                        "[]",
                        "15:24: $.TransformationRules[2].RuleExpression: in the JSON of this text, at 1:13, $.columns: the list is empty; allowed is at least one column"),
                BrokenFile.realtime(
                        "a key without columns",
                        "{`columns`: [`event_id`]}",
                        "{`columns`: []}",
                        "19:36: $.TransformationRules[4].RuleExpression.columns: a name is missing; allowed is at least one column, and a name for each"),
                BrokenFile.realtime(
                        "a key with a column twice",
                        "{`columns`: [`event_id`]}",
                        "{`columns`: [`event_id`, `event_id`]}",
                        "19:36: $.TransformationRules[4].RuleExpression.columns: the column `event_id` is here twice; allowed is once"),
                BrokenFile.realtime(
                        "a logical delete for updates",
                        "`dmlType`: `Delete`",
                        "`dmlType`: `Update`",
                        "17:76: $.TransformationRules[3].RuleExpression.dmlPolicies[0].dmlAction: LogicalDelete is not for Update; allowed there is one of Normal, Ignore, Filter"),
                BrokenFile.realtime(
                        "a filter for inserts",
                        "{`dmlType`: `Delete`, `dmlAction`: `LogicalDelete`}",
                        "{`dmlType`: `Insert`, `dmlAction`: `Filter`, `filterCondition`: `id > 1`}",
                        "17:76: $.TransformationRules[3].RuleExpression.dmlPolicies[0].dmlAction: Filter is not for Insert; allowed there is one of Normal, Ignore"),
                BrokenFile.realtime(
                        "a filter without a condition",
                        "{`dmlType`: `Delete`, `dmlAction`: `LogicalDelete`}",
                        "{`dmlType`: `Delete`, `dmlAction`: `Filter`, `filterCondition`: ``}",
                        "17:41: $.TransformationRules[3].RuleExpression.dmlPolicies[0]: Filter needs a condition; allowed is `filterCondition` beside it"),
                BrokenFile.realtime(
                        "two policies for one kind of change",
                        "{`dmlType`: `Delete`, `dmlAction`: `LogicalDelete`}",
                        "{`dmlType`: `Delete`, `dmlAction`: `Ignore`}, {`dmlType`: `delete`}",
                        "17:40: $.TransformationRules[3].RuleExpression.dmlPolicies: there are two policies for Delete; allowed is one"),
                BrokenFile.realtime(
                        "an unknown kind of change",
                        "`dmlType`: `Delete`",
                        "`dmlType`: `Truncate`",
                        "17:53: $.TransformationRules[3].RuleExpression.dmlPolicies[0].dmlType: `Truncate` is not allowed; allowed is one of Insert, Update, Delete"),
                BrokenFile.realtime(
                        "a schedule that is none",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,\n     `RuleExpression`: {`columns`: [`event_id`]}}",
                        "{`RuleName`: `key`, `RuleActionType`: `DefinePrimaryKey`, `RuleTargetType`: `Table`,\n     `RuleExpression`: {`columns`: [`event_id`]}}, {`RuleName`: `nightly`, `RuleActionType`: `DefineCycleScheduleSettings`, `RuleTargetType`: `Table`, `RuleExpression`: {`cronExpress`: `at two`}}",
                        "19:186: $.TransformationRules[5].RuleExpression.cronExpress: `at two` is no cron expression; allowed are six fields with blanks between them, such as 0 0 2 * * ?"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(BrokenFile file) {
        file.check();
    }
}
