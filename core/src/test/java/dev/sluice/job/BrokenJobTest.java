package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of format 2.0 that are wrong in one place, and what is said about them. A backtick stands for a double quote. */
final class BrokenJobTest {
    static Stream<Broken> files() {
        return Stream.of(
                broken("no type", "`type`: `job`,", "", "1:1: $: the required key `type` is missing; allowed is job"),
                broken(
                        "another type",
                        "`type`: `job`",
                        "`type`: `jobs`",
                        "2:11: $.type: `jobs` is not allowed; allowed is job"),
                broken(
                        "no version",
                        "`version`: `2.0`,",
                        "",
                        "1:1: $: the required key `version` is missing; allowed is 2.0"),
                broken(
                        "another version",
                        "`version`: `2.0`",
                        "`version`: 1.0",
                        "3:14: $.version: 1.0 is not allowed; allowed is 2.0"),
                broken(
                        "an unknown key at the top",
                        "`setting`: {",
                        "`settings`: {",
                        "18:3: $.settings: unknown key `settings`; did you mean `setting`?"),
                broken(
                        "an unknown key like none",
                        "`concurrent`: 1",
                        "`zzz`: 1",
                        "20:33: $.setting.speed.zzz: unknown key `zzz`; allowed: concurrent, throttle, mbps, record, channel, byte"),
                broken(
                        "a key with a slip",
                        "`concurrent`: 1",
                        "`conucrrent`: 1",
                        "20:33: $.setting.speed.conucrrent: unknown key `conucrrent`; did you mean `concurrent`?"),
                broken(
                        "a key in other letters",
                        "`concurrent`: 1",
                        "`Concurrent`: 1",
                        "20:33: $.setting.speed.Concurrent: unknown key `Concurrent`; did you mean `concurrent`?"),
                broken(
                        "too many channels",
                        "`concurrent`: 1",
                        "`concurrent`: 65",
                        "20:47: $.setting.speed.concurrent: 65 is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "no channel",
                        "`concurrent`: 1",
                        "`concurrent`: `0`",
                        "20:47: $.setting.speed.concurrent: `0` is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "half a channel",
                        "`concurrent`: 1",
                        "`concurrent`: 1.5",
                        "20:47: $.setting.speed.concurrent: 1.5 is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "a word for a number",
                        "`concurrent`: 1",
                        "`concurrent`: `many`",
                        "20:47: $.setting.speed.concurrent: `many` is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "an object for a number",
                        "`concurrent`: 1",
                        "`concurrent`: {}",
                        "20:47: $.setting.speed.concurrent: an object is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "a huge number",
                        "`concurrent`: 1",
                        "`concurrent`: 1e999999999",
                        "20:47: $.setting.speed.concurrent: 1e999999999 is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "a list for an object",
                        "`speed`: {`throttle`: true, `concurrent`: 1, `mbps`: `12`}",
                        "`speed`: []",
                        "20:14: $.setting.speed: a list is not allowed; allowed is an object"),
                broken(
                        "throttle to nothing",
                        "`mbps`: `12`",
                        "`mbps`: 0",
                        "20:58: $.setting.speed.mbps: 0 MB/s would never end; allowed is a number above 0, or `throttle` false"),
                broken(
                        "a number for a boolean",
                        "`throttle`: true",
                        "`throttle`: 1",
                        "20:27: $.setting.speed.throttle: 1 is not allowed; allowed is true or false"),
                broken(
                        "two names for one thing",
                        "`concurrent`: 1",
                        "`concurrent`: 1, `channel`: 1, `byte`: 1",
                        "20:61: $.setting.speed.channel: `channel` and `concurrent` mean the same; allowed is one of them",
                        "20:72: $.setting.speed.byte: `byte` and `mbps` mean the same; allowed is one of them"),
                broken(
                        "a negative limit",
                        "`record`: `0`",
                        "`record`: -1",
                        "19:30: $.setting.errorLimit.record: -1 is not allowed; allowed is a whole number of at least 0"),
                broken(
                        "tolerance without a number",
                        "`record`: `0`",
                        "`strategy`: `tolerance`",
                        "19:32: $.setting.errorLimit.strategy: Tolerance needs a number; allowed is `record` or `percentage` beside it"),
                broken(
                        "an unknown strategy",
                        "`record`: `0`",
                        "`strategy`: `Tolerant`",
                        "19:32: $.setting.errorLimit.strategy: `Tolerant` is not allowed; allowed is one of ZeroTolerance, Tolerance, Ignore"),
                broken(
                        "a share above one",
                        "`record`: `0`",
                        "`percentage`: 1.01",
                        "19:34: $.setting.errorLimit.percentage: 1.01 is not allowed; allowed is a number from 0 to 1"),
                broken(
                        "an unknown zone",
                        "`setting`: {",
                        "`setting`: {`common`: {`column`: {`timeZone`: `Mars/Base`}},",
                        "18:49: $.setting.common.column.timeZone: `Mars/Base` is not allowed; allowed is a time zone such as Europe/Berlin or GMT+8"),
                broken(
                        "an unknown engine",
                        "`setting`: {",
                        "`setting`: {`executeMode`: `cluster`,",
                        "18:30: $.setting.executeMode: `cluster` is not allowed; allowed is one of local, distribute"),
                broken(
                        "steps that are no list",
                        "`steps`: [",
                        "`steps`: {}, `x`: [",
                        "4:12: $.steps: an object is not allowed; allowed is a list of objects with `stepType`, `parameter`, `name` and `category`",
                        "4:16: $.x: unknown key `x`; allowed: type, version, steps, setting, order, parameters"),
                broken(
                        "a step that is no object",
                        "`steps`: [",
                        "`steps`: [ 7,",
                        "4:14: $.steps[0]: 7 is not allowed; allowed is an object with `stepType`, `parameter`, `name` and `category`"),
                broken(
                        "a processor",
                        "`category`: `reader`",
                        "`category`: `processor`",
                        "9:19: $.steps[0].category: `processor` is refused: transformations between reader and writer are not supported"),
                broken(
                        "no category",
                        "`category`: `reader`",
                        "`category`: null",
                        "9:19: $.steps[0].category: a value is required; allowed is one of reader, writer"),
                broken(
                        "two writers",
                        "`category`: `reader`",
                        "`category`: `writer`",
                        "4:12: $.steps: there is no reader; allowed is one step of category reader",
                        "7:85: $.steps[0].parameter.where: unknown key `where`; allowed: datasource, table, connection, username, password, column, writeMode, preSql, postSql, batchSize, pgType",
                        "15:19: $.steps[1].category: there is a writer already; allowed is one",
                        "22:31: $.order.hops[0].from: `Reader` is the writer; allowed is the name of the reader"),
                broken(
                        "no connector",
                        "`stepType`: `stream`,",
                        "",
                        "11:5: $.steps[1]: the required key `stepType` is missing; allowed is one of postgresql, stream, postgresqlreader, streamreader, postgresqlwriter, streamwriter"),
                broken(
                        "an unknown connector",
                        "`stepType`: `stream`",
                        "`stepType`: `steam`",
                        "12:19: $.steps[1].stepType: unknown connector `steam`; did you mean `stream`?"),
                broken(
                        "a connector like none",
                        "`stepType`: `stream`",
                        "`stepType`: `mysql`",
                        "12:19: $.steps[1].stepType: unknown connector `mysql`; allowed: postgresql, stream"),
                broken(
                        "a writer that only reads",
                        "`stepType`: `stream`",
                        "`stepType`: `streamreader`",
                        "12:19: $.steps[1].stepType: `streamreader` cannot be a writer; allowed: postgresql, stream"),
                broken(
                        "options that are no object",
                        "`parameter`: {`print`: true}",
                        "`parameter`: [1]",
                        "13:20: $.steps[1].parameter: a list is not allowed; allowed is an object"),
                broken(
                        "no options where some are needed",
                        "`parameter`: {`datasource`: `src`, `table`: `public.t`, `column`: [`a`, `b`], `where`: ``},",
                        "",
                        "5:5: $.steps[0].parameter: the required key `column` is missing; allowed is a list of texts, or one text",
                        "5:5: $.steps[0].parameter: no database is named; allowed is `datasource`, or `connection` with `jdbcUrl`",
                        "5:5: $.steps[0].parameter: nothing to read is named; allowed is `table` or `querySql`"),
                broken(
                        "one name for two steps",
                        "`name`: `Writer`",
                        "`name`: `Reader`",
                        "14:15: $.steps[1].name: two steps are called `Reader`; allowed is a name for each",
                        "22:47: $.order.hops[0].to: no step is called `Writer`; allowed: Reader"),
                broken(
                        "a hop from nowhere",
                        "`from`: `Reader`",
                        "`from`: `Raeder`",
                        "22:31: $.order.hops[0].from: no step is called `Raeder`; did you mean `Reader`?"),
                broken(
                        "a hop the wrong way round",
                        "`from`: `Reader`, `to`: `Writer`",
                        "`from`: `Writer`, `to`: `Reader`",
                        "22:31: $.order.hops[0].from: `Writer` is the writer; allowed is the name of the reader",
                        "22:47: $.order.hops[0].to: `Reader` is the reader; allowed is the name of the writer"),
                broken(
                        "two hops",
                        "`to`: `Writer`}",
                        "`to`: `Writer`}, {`from`: `Reader`, `to`: `Writer`}",
                        "22:58: $.order.hops[1]: a batch job has one way from reader to writer; allowed is one hop"),
                broken(
                        "a hop without an end",
                        "`from`: `Reader`, ",
                        "",
                        "22:22: $.order.hops[0]: the required key `from` is missing; allowed is a text"),
                broken(
                        "no data source",
                        "`datasource`: `src`, ",
                        "",
                        "7:20: $.steps[0].parameter: no database is named; allowed is `datasource`, or `connection` with `jdbcUrl`"),
                broken(
                        "an empty data source",
                        "`datasource`: `src`",
                        "`datasource`: ``",
                        "7:20: $.steps[0].parameter: no database is named; allowed is `datasource`, or `connection` with `jdbcUrl`"),
                broken(
                        "no table",
                        "`table`: `public.t`, ",
                        "",
                        "7:20: $.steps[0].parameter: nothing to read is named; allowed is `table` or `querySql`"),
                broken(
                        "an empty table",
                        "`table`: `public.t`",
                        "`table`: ` `",
                        "7:20: $.steps[0].parameter: nothing to read is named; allowed is `table` or `querySql`"),
                broken(
                        "no columns",
                        "`column`: [`a`, `b`], ",
                        "",
                        "7:20: $.steps[0].parameter: the required key `column` is missing; allowed is a list of texts, or one text"),
                broken(
                        "columns that are no texts",
                        "`column`: [`a`, `b`]",
                        "`column`: [`a`, null, {}]",
                        "7:79: $.steps[0].parameter.column[1]: null is not allowed; allowed is a text",
                        "7:85: $.steps[0].parameter.column[2]: an object is not allowed; allowed is a text"),
                broken(
                        "a split factor too high",
                        "`where`: ``",
                        "`splitFactor`: 101",
                        "7:100: $.steps[0].parameter.splitFactor: 101 is not allowed; allowed is a whole number from 1 to 100"),
                broken(
                        "two databases",
                        "`where`: ``",
                        "`connection`: [{`jdbcUrl`: `jdbc:postgresql:a`}, {`jdbcUrl`: `jdbc:postgresql:b`}]",
                        "7:99: $.steps[0].parameter.connection: the database is named twice; allowed is either `datasource` or `connection`",
                        "7:99: $.steps[0].parameter.connection: several databases are named; allowed is one in a job: make a job for each"),
                broken(
                        "a wrong boolean",
                        "`print`: true",
                        "`print`: `maybe`",
                        "13:30: $.steps[1].parameter.print: `maybe` is not allowed; allowed is true or false"),
                broken(
                        "a variable without a value, in a text",
                        "`where`: ``",
                        "`where`: `d = '${day}'`",
                        "7:100: $.steps[0].parameter.where: the variable `day` has no value; allowed is to give one with -p day=VALUE, or in the job's `parameters`"),
                broken(
                        "a variable without a value, outside of texts",
                        "`concurrent`: 1",
                        "`concurrent`: ${n}",
                        "20:47: $.setting.speed.concurrent: the variable `n` has no value; allowed is to give one with -p n=VALUE, or in the job's `parameters`"),
                broken(
                        "variables without values everywhere",
                        "`where`: ``",
                        "`where`: `${a} /* ${b} */ $${c}`, `splitPk`: `${d}` /* ${e} */",
                        "7:95: $.steps[0].parameter.where: the variable `a` has no value; allowed is to give one with -p a=VALUE, or in the job's `parameters`",
                        "7:103: $.steps[0].parameter.where: the variable `b` has no value; allowed is to give one with -p b=VALUE, or in the job's `parameters`",
                        "7:131: $.steps[0].parameter.splitPk: the variable `d` has no value; allowed is to give one with -p d=VALUE, or in the job's `parameters`"),
                broken(
                        "a variable with a slip",
                        "`where`: ``",
                        "`where`: `${bizdat}`",
                        "7:95: $.steps[0].parameter.where: the variable `bizdat` has no value (did you mean `bizdate`?); allowed is to give one with -p bizdat=VALUE, or in the job's `parameters`"),
                broken(
                        "a variable from the environment",
                        "`where`: ``",
                        "`where`: `${env:HOME}`",
                        "7:95: $.steps[0].parameter.where: ${env:HOME} reads the environment, which only data source files may; allowed is a variable given with -p or in `parameters`"),
                broken(
                        "no name in a variable",
                        "`where`: ``",
                        "`where`: `${} ${a b}`",
                        "7:95: $.steps[0].parameter.where: ${} is no variable; allowed is a name of letters, digits, _ . -, a date such as ${yyyymmdd-1}, or $${ for the characters themselves",
                        "7:99: $.steps[0].parameter.where: ${a b} is no variable; allowed is a name of letters, digits, _ . -, a date such as ${yyyymmdd-1}, or $${ for the characters themselves"),
                broken(
                        "a variable without its end",
                        "`where`: ``",
                        "`where`: `${day`",
                        "7:95: $.steps[0].parameter.where: `${` is not closed; allowed is ${name}, or $${ for the characters themselves"),
                broken(
                        "a date that is no number for channels",
                        "`concurrent`: 1",
                        "`concurrent`: ${yyyy}",
                        "20:47: $.setting.speed.concurrent: 2024 (from ${yyyy}) is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "a date that is no number, in a text",
                        "`concurrent`: 1",
                        "`concurrent`: `$bizdate`",
                        "20:47: $.setting.speed.concurrent: `20240229` (from `$bizdate`) is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "a parameter that uses one without a value",
                        "`steps`: [",
                        "`parameters`: {`a`: `${b}`}, `steps`: [",
                        "4:24: $.parameters.a: the variable `b` has no value; allowed is to give one with -p b=VALUE, or in the job's `parameters`"),
                broken(
                        "a job with faults all over",
                        "`print`: true",
                        "`print`: 2, `fieldDelimiter`: [], `share`: -0.5, `prnt`: true",
                        "13:30: $.steps[1].parameter.print: 2 is not allowed; allowed is true or false",
                        "13:51: $.steps[1].parameter.fieldDelimiter: a list is not allowed; allowed is a text",
                        "13:64: $.steps[1].parameter.share: -0.5 is not allowed; allowed is a number from 0 to 1",
                        "13:70: $.steps[1].parameter.prnt: unknown key `prnt`; did you mean `print`?"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(Broken file) {
        ParseResult<BatchJob> result =
                TestConnectors.PARSER.read(new JobText("j.json", file.json()), TestConnectors.VARIABLES);

        assertThat(result.faults()).map(Fault::toString).containsExactlyElementsOf(file.faults());
        assertThat(result.value()).isEmpty();
    }

    private static Broken broken(String name, String piece, String replacement, String... faults) {
        List<String> expected =
                Arrays.stream(faults).map(fault -> "j.json:" + quoted(fault)).toList();
        return new Broken(name, Samples.with(Samples.V2, quoted(piece), quoted(replacement)), expected);
    }

    private static String quoted(String text) {
        return text.replace('`', '"');
    }

    record Broken(String name, String json, List<String> faults) {
        @Override
        public String toString() {
            return name;
        }
    }
}
